// Brings a message into view and lets it flash, so that the eye finds it.
export function show(section, id) {
    const message = section.querySelector("#" + CSS.escape(id));
    if (!message) {
        return;
    }

    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    message.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
}
