let loaded;

// Styles go first in the head, so that ours, which come later, have the last word.
export function load(styles, script) {
  return (loaded ??= Promise.all([
    ...styles.toReversed().map(href => arrive(Object.assign(document.createElement("link"), { rel: "stylesheet", href }))),
    arrive(Object.assign(document.createElement("script"), { src: script })),
  ]).then(() => {}));
}

function arrive(element) {
  return new Promise((done, failed) => {
    element.onload = done;
    element.onerror = () => failed(new Error(`${element.src ?? element.href} did not load`));
    document.head.prepend(element);
  });
}
