// Notices of the browser (Push API): PushSection.razor asks, push-worker.js shows them.

const worker = "/js/push-worker.js";

// null where the browser cannot; else whether its owner forbade it, and the address that it is subscribed at.
export async function look() {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return null;
  const registration = await navigator.serviceWorker.getRegistration(worker);
  const subscription = await registration?.pushManager.getSubscription();
  return { isDenied: Notification.permission === "denied", endpoint: subscription?.endpoint ?? null };
}

// null when its owner says no.
export async function switchOn(key) {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const registration = await active(await navigator.serviceWorker.register(worker));
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth, agent: navigator.userAgent };
}

export async function switchOff() {
  const registration = await navigator.serviceWorker.getRegistration(worker);
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  return subscription?.endpoint ?? null;
}

function active(registration) {
  const starting = registration.installing ?? registration.waiting;
  if (registration.active || !starting) return registration;
  return new Promise(done =>
    starting.addEventListener("statechange", () => starting.state === "activated" && done(registration)));
}
