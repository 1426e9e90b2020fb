let loaded;

export function load(style, script) {
  return (loaded ??= Promise.all([
    arrive(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style })),
    arrive(Object.assign(document.createElement("script"), { src: script })),
  ]).then(() => {}));
}

function arrive(element) {
  return new Promise((done, failed) => {
    element.onload = done;
    element.onerror = () => failed(new Error(`${element.src ?? element.href} did not load`));
    document.head.append(element);
  });
}
