// <drag-and-drop data-axis="x|y"> lets things be moved by mouse, pen and finger. What moves has data-drag="key" and a [data-drag-handle] (or is
// one); where it can go has data-drop="key": before or after it, or into it (data-drop-into). Blazor renders all of it; this only shows where
// it would land (data-dragging, data-drop-side) and says at the end "moved target side" through the input with data-dropped.

const BEGINS_AFTER_PX = 5;
const SCROLLS_WITHIN_PX = 56;

class DragAndDrop extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerdown", event => this.press(event));
    // A drag ends with a click on what was dragged, which nobody meant.
    this.addEventListener("click", event => {
      if (!this.justDropped) return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
    // Alt and an arrow move what has the focus (Blazor hears it too); in a browser they would also go a page back.
    this.addEventListener("keydown", event => {
      if (event.altKey && event.key.startsWith("Arrow") && event.target.closest("[data-drag]")) event.preventDefault();
    });
    // The browser's own dragging of links would take over.
    this.addEventListener("dragstart", event => event.preventDefault());
  }

  press(event) {
    const handle = event.button === 0 && event.target.closest("[data-drag-handle]");
    const item = handle && handle.closest("[data-drag]");
    // What is inside of another one's things belongs to that one.
    if (handle && handle.closest("drag-and-drop") !== this) return;
    // A finger on a handle that is no grip wants to scroll.
    if (!item || (event.pointerType === "touch" && getComputedStyle(handle).touchAction !== "none")) return;
    const drag = { item, x: event.clientX, y: event.clientY, isMoving: false };
    const listening = new AbortController();
    const on = { signal: listening.signal };
    const end = isDrop => {
      listening.abort();
      if (drag.isMoving) this.end(drag, isDrop);
    };
    addEventListener("pointermove", move => this.move(drag, move), on);
    addEventListener("pointerup", () => end(true), on);
    addEventListener("pointercancel", () => end(false), on);
    addEventListener("keydown", key => key.key === "Escape" && end(false), on);
  }

  move(drag, event) {
    if (!drag.isMoving) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < BEGINS_AFTER_PX) return;
      this.begin(drag);
    }
    event.preventDefault();
    drag.ghost.style.translate = `${event.clientX - drag.x}px ${event.clientY - drag.y}px`;
    if (event.clientY < SCROLLS_WITHIN_PX) scrollBy(0, -12);
    else if (event.clientY > innerHeight - SCROLLS_WITHIN_PX) scrollBy(0, 12);
    this.aim(drag, event);
  }

  begin(drag) {
    drag.isMoving = true;
    const box = drag.item.getBoundingClientRect();
    drag.ghost = drag.item.cloneNode(true);
    drag.ghost.inert = true;
    drag.ghost.setAttribute("data-drag-ghost", "");
    drag.ghost.querySelectorAll("[popover]").forEach(popover => popover.remove());
    Object.assign(drag.ghost.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
    // Beside the item, so that the styles of its component hold; fixed, so that it is in nobody's way.
    this.append(drag.ghost);
    drag.item.dataset.dragging = "";
    getSelection().removeAllRanges();
  }

  aim(drag, event) {
    const target = this.own(document.elementFromPoint(event.clientX, event.clientY));
    const isOurs = target && target !== drag.item;
    const side = isOurs ? sideOf(target, event, this.dataset.axis) : null;
    if (drag.target && drag.target !== target) delete drag.target.dataset.dropSide;
    drag.target = isOurs ? target : null;
    drag.side = side;
    if (isOurs) target.dataset.dropSide = side;
  }

  own(element) {
    let target = element?.closest("[data-drop]");
    while (target && target.closest("drag-and-drop") !== this) target = target.parentElement.closest("[data-drop]");
    return target;
  }

  end(drag, isDrop) {
    drag.ghost.remove();
    delete drag.item.dataset.dragging;
    if (drag.target) delete drag.target.dataset.dropSide;
    this.justDropped = true;
    setTimeout(() => (this.justDropped = false));
    if (!isDrop || !drag.target) return;
    const said = this.querySelector(":scope > [data-dropped]");
    said.value = `${drag.item.dataset.drag} ${drag.target.dataset.drop} ${drag.side}`;
    said.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function sideOf(target, event, axis) {
  if ("dropInto" in target.dataset) return "into";
  const box = target.getBoundingClientRect();
  const isLate = axis === "x" ? event.clientX > box.left + box.width / 2 : event.clientY > box.top + box.height / 2;
  return isLate ? "after" : "before";
}

if (!customElements.get("drag-and-drop")) customElements.define("drag-and-drop", DragAndDrop);
