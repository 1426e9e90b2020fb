// Tells the page whether anybody can see it.
let page = null;

const tell = () => page?.invokeMethodAsync("SeeAsync", document.visibilityState === "visible").catch(() => {});

export function watch(reference) {
    page = reference;
    document.addEventListener("visibilitychange", tell);
    tell();
}

export function forget() {
    page = null;
    document.removeEventListener("visibilitychange", tell);
}
