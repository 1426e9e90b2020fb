// What a form cannot do by itself: send on Enter, choose from the open list by keys, grow with its text, take pasted and dropped files.

export function attach(form) {
    const text = form.querySelector("textarea");
    const list = () => form.querySelector("[role=listbox]");
    const hasMouse = matchMedia("(pointer: fine)").matches;

    text.addEventListener("keydown", event => {
        if (event.isComposing) {
            return;
        }

        const open = list();
        if (open && ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key)) {
            event.preventDefault();
            if (event.key === "Enter" || event.key === "Tab") {
                open.querySelector("[aria-selected=true]")?.click();
            }
        } else if (event.key === "Enter" && !event.shiftKey && hasMouse) {
            event.preventDefault();
            form.requestSubmit();
        }
    });

    text.addEventListener("paste", event => take(event.clipboardData?.files, event));
    form.addEventListener("dragover", event => {
        if (event.dataTransfer?.types.includes("Files")) {
            event.preventDefault();
            form.classList.add("dropping");
        }
    });
    form.addEventListener("dragleave", () => form.classList.remove("dropping"));
    form.addEventListener("drop", event => {
        form.classList.remove("dropping");
        take(event.dataTransfer?.files, event);
    });
    text.focus({ preventScroll: true });

    function take(files, event) {
        if (files?.length) {
            event.preventDefault();
            const picker = form.querySelector("input[type=file]");
            picker.files = files;
            picker.dispatchEvent(new Event("change", { bubbles: true }));
        }
    }
}

/** Shows the picked picture small. Read here: over the wire it would come back as slowly as it is sent. */
export function preview(form) {
    const picture = form.querySelector("img[data-preview]");
    const file = form.querySelector("input[type=file]").files[0];
    if (picture && file) {
        const reader = new FileReader();
        reader.onload = () => picture.src = reader.result;
        reader.readAsDataURL(file);
    }
}

/** What one has written oneself is looked at. The list is reversed, so its end is where it begins. */
export function toEnd(form) {
    form.closest(".chat")?.querySelector(".scroll")?.scrollTo({ top: 0 });
}
