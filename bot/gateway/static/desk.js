/*
 * The desk in the browser: keys of the call screen, news from the server, small helpers. Parts of pages come from the
 * server by htmx; nothing here builds HTML.
 */
(() => {
  "use strict";

  const status = document.getElementById("status");
  let hush = 0;

  function say(text) {
    clearTimeout(hush);
    status.textContent = text;
    hush = setTimeout(() => (status.textContent = ""), 4000);
  }

  function tell(name, element = document.body) {
    element?.dispatchEvent(new CustomEvent(name, { bubbles: element !== document.body }));
  }

  // ── failures of a request ──

  document.body.addEventListener("htmx:responseError", (event) => {
    let message = "没有办成，请再试一次。";
    try {
      message = JSON.parse(event.detail.xhr.responseText).error.message;
    } catch {
      // not in the contract's form: the sentence above has to do
    }
    say(message);
  });
  document.body.addEventListener("htmx:sendError", () => say("连不上服务，请检查网络。"));

  // ── the call screen ──

  const field = document.getElementById("q");
  const results = document.getElementById("results");
  const noted = new Set(); // what was noted of the present question

  const options = () => [...results.querySelectorAll("[role=option]")];
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");
  const detail = (place) => results.querySelector(`#detail-${place + 1}`);

  function choose(place) {
    const all = options();
    if (!all.length) return;
    const at = Math.max(0, Math.min(place, all.length - 1));
    all.forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === at));
      detail(number).hidden = number !== at;
    });
    field.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  function ask(question) {
    field.value = question;
    field.focus();
    tell("desk:ask", field);
  }

  function note(outcome, key) {
    const question = field.value.trim();
    if (!question || noted.has(`${question} ${key}`)) return;
    noted.add(`${question} ${key}`);
    htmx.ajax("POST", "/staff/calls", { target: "#calls", values: { question, outcome, chosen: key } });
  }

  async function copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // without TLS there is no clipboard interface
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say(done);
  }

  const acts = {
    copy(article) {
      copy(article.querySelector(".read").textContent, "已复制口径");
      note("answered", article.dataset.key);
    },
    link(article) {
      copy(new URL(article.dataset.url, location.href).href, "已复制条文链接");
      note("answered", article.dataset.key);
    },
    gap() {
      if (!field.value.trim()) return say("先输入来电人的问题");
      note("not_in_guide", "");
      say("已记下：指引没有写");
    },
    print: () => print(),
  };

  document.addEventListener("submit", (event) => {
    const asks = event.submitter?.dataset.confirm;
    if (asks && !confirm(asks)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]");
    if (act) {
      event.preventDefault();
      acts[act.dataset.do](act.closest("article"));
    }
    const question = event.target.closest("[data-ask]");
    if (question) ask(question.dataset.ask);
    const option = event.target.closest("#hits [role=option]");
    if (option) choose(options().indexOf(option));
  });

  if (field) {
    const keys = document.getElementById("keys");
    document.getElementById("keys-open").addEventListener("click", () => keys.showModal());
    results.addEventListener("htmx:afterSwap", () => choose(0));
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Escape") {
        event.preventDefault();
        field.blur();
        document.getElementById("main").focus();
      } else if (event.key === "Enter") {
        event.preventDefault();
        detail(chosen())?.focus();
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const typing = event.target.closest("input, textarea, select");
      if (step && (!typing || typing === field)) {
        event.preventDefault();
        const reading = document.activeElement?.closest("article");
        choose(chosen() + step);
        if (reading) detail(chosen())?.focus();
        return;
      }
      if (typing) return;
      const article = detail(chosen());
      const does = {
        "/": () => (field.focus(), field.select()),
        "?": () => keys.showModal(),
        c: () => article && acts.copy(article),
        l: () => article && acts.link(article),
        n: () => acts.gap(),
        Enter: () => event.target.closest("button, a, summary") || article?.focus(),
      }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!does) return;
      if (event.key !== "Enter") event.preventDefault();
      does();
    });
    // What was typed before these scripts ran has told nobody; htmx listens from here on.
    addEventListener("DOMContentLoaded", () => field.value && tell("desk:ask", field));
  }

  // ── a conversation ──

  const talk = document.querySelector("[data-session]");
  const transcript = document.getElementById("transcript");
  const reply = document.getElementById("reply");

  const toEnd = () => (transcript.scrollTop = transcript.scrollHeight);

  if (talk) {
    toEnd();
    transcript.addEventListener("htmx:afterSwap", toEnd);
    const text = document.getElementById("reply-text");
    const cited = document.getElementById("cited");
    const cite = (passage = "", quote = "", place = "") => {
      reply.elements.passage.value = passage;
      reply.elements.quote.value = quote;
      cited.textContent = place && `附上条文 ${place}`;
    };
    reply.addEventListener("htmx:afterRequest", (event) => {
      if (!event.detail.successful) return;
      text.value = "";
      cite();
      text.focus();
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        reply.requestSubmit();
      }
    });
    talk.addEventListener("click", (event) => {
      const given = event.target.closest("[data-insert]");
      if (!given) return;
      text.value = [text.value.trim(), given.dataset.insert].filter(Boolean).join("\n");
      if (given.dataset.passage) cite(given.dataset.passage, given.dataset.quote, given.dataset.place);
      text.focus();
    });
  }

  // ── news from the server ──

  const live = document.body.dataset.live;
  let last = "";

  function listen() {
    const source = new EventSource(last ? `${live}?last=${last}` : live);
    source.addEventListener("hello", (event) => {
      const again = last !== "";
      last = event.lastEventId;
      if (!again) return;
      status.textContent = "";
      refresh();
    });
    source.addEventListener("happened", (event) => {
      last = event.lastEventId;
      const { kind, session } = JSON.parse(event.data);
      tell("desk:happened");
      if (talk?.dataset.session !== session) return;
      tell("desk:said", transcript);
      if (!["turn", "said"].includes(kind)) tell("desk:changed", document.getElementById("talk-state"));
    });
    source.addEventListener("over", () => {
      source.close();
      location.assign("/staff/login");
    });
    source.onerror = () => {
      say("连接断开，正在重连。");
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
      setTimeout(listen, 3000);
    };
  }

  function refresh() {
    tell("desk:happened");
    if (!talk) return;
    tell("desk:said", transcript);
    tell("desk:changed", document.getElementById("talk-state"));
  }

  if (live) listen();
})();
