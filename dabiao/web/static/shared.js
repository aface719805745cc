// The secret of a link stands behind the # of its address, where no server, log or other site is told of it. It is
// taken out of the address and sent in a form of this page.
(() => {
  const form = document.querySelector("form[data-link]");

  function open() {
    const secret = location.hash.slice(1);
    if (!secret || form.elements.link.type === "hidden") return;
    history.replaceState(null, "", location.pathname + location.search);
    form.elements.link.value = secret;
    form.requestSubmit();
  }

  addEventListener("hashchange", open);
  open();
})();
