// Shows a notice that the server sent to this browser, and leads to what it is about.

self.addEventListener("push", event => {
  const { title, text, path } = event.data?.json() ?? {};
  event.waitUntil(
    self.registration.showNotification(title ?? "BotStudio", { body: text, icon: "/icon-192.png", badge: "/icon-192.png", data: { path } }));
});

self.addEventListener("notificationclick", event => {
  event.notification.close();
  const target = new URL(event.notification.data?.path ?? "/app", self.location.origin).href;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(windows => {
      const open = windows.find(each => each.url === target);
      return open ? open.focus() : self.clients.openWindow(target);
    }));
});
