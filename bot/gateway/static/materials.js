// The page where files are checked: chosen or dropped, sent in one go with progress for each, findings shown and downloaded.
// What a server or a file says becomes text, never HTML.
"use strict";

(() => {
  const KINDS = {
    form_word: "申报表（Word 版）",
    form_scan: "申报表（盖章扫描版）",
    self_report: "自评报告",
    evidence: "证实性材料",
    tax_certificate: "本市纳税证明",
  };
  const MARKS = { error: "✕ 要改", warning: "! 请留意", hint: "· 建议" };
  const MOST_FILES = 20;
  const MOST_BYTES = 200 * 2 ** 20;

  const at = (id) => document.getElementById(id);
  const chosen = []; // {file, kind, row, bar}
  let request = null;
  let report = null;

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  const size = (bytes) => (bytes < 2 ** 20 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`);

  /** A first guess by the name, which the person can change. */
  function guess({ name }) {
    const isWord = /\.docx?$/i.test(name);
    if (/申报表|申報表/.test(name)) return isWord ? "form_word" : "form_scan";
    if (/自评|自評|报告|報告/.test(name)) return "self_report";
    if (/纳税|納稅|完税/.test(name)) return "tax_certificate";
    return "evidence";
  }

  function add(files) {
    if (request) return;
    for (const file of files) {
      const entry = { file, kind: guess(file) };
      const options = Object.entries(KINDS).map(([value, text]) => make("option", { value, text, selected: value === entry.kind }));
      const select = make("select", { onchange: () => (entry.kind = select.value) }, ...options);
      select.setAttribute("aria-label", `${file.name}是什么材料`);
      const remove = make("button", { type: "button", className: "remove", textContent: "移除", onclick: () => drop(entry) });
      remove.setAttribute("aria-label", `移除 ${file.name}`);
      entry.bar = make("progress", { max: 1, value: 0, hidden: true });
      entry.bar.setAttribute("aria-label", `${file.name}的上传进度`);
      entry.row = make("li", {}, make("span", {}, make("b", { textContent: file.name }), ` ${size(file.size)}`), remove, select, entry.bar);
      chosen.push(entry);
      at("chosen").append(entry.row);
    }
    sum();
  }

  function drop(entry) {
    const place = chosen.indexOf(entry);
    chosen.splice(place, 1);
    entry.row.remove();
    sum();
    (chosen[Math.min(place, chosen.length - 1)]?.row.querySelector(".remove") ?? at("files")).focus();
  }

  function sum() {
    const bytes = chosen.reduce((total, { file }) => total + file.size, 0);
    const reason = !chosen.length ? "" : chosen.length > MOST_FILES ? `最多 ${MOST_FILES} 个文件，请移除几个。`
      : bytes > MOST_BYTES ? "合计超过 200M，请分几次检查。" : "";
    at("sums").textContent = chosen.length ? `${chosen.length} 个文件，共 ${size(bytes)}。${reason}` : "";
    at("check").disabled = !chosen.length || Boolean(reason) || request !== null;
  }

  function busy(on) {
    at("cancel").hidden = !on;
    for (const entry of chosen) {
      entry.bar.hidden = !on;
      entry.bar.value = 0;
      for (const control of entry.row.querySelectorAll("button, select")) control.disabled = on;
    }
    sum();
  }

  /** The bytes sent so far, spread over the files in their order. */
  function advance(sent) {
    let before = 0;
    for (const { file, bar } of chosen) {
      bar.value = file.size ? Math.min(1, Math.max(0, (sent - before) / file.size)) : 1;
      before += file.size;
    }
  }

  function check() {
    const form = new FormData();
    // The fields go first: where the files begin and end is then known by their sizes.
    form.append("applicant", at("applicant").value);
    if (at("category").value) form.append("category", at("category").value);
    form.append("complete", at("complete").checked);
    for (const { kind } of chosen) form.append("kinds", kind);
    for (const { file } of chosen) form.append("files", file);
    request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.onprogress = ({ loaded }) => advance(loaded);
    request.upload.onload = () => {
      advance(Infinity);
      at("sums").textContent = "已传完，正在检查…";
    };
    request.onload = () => finish(request.status === 200 ? request.response : null, request.response?.error?.message);
    request.onerror = () => finish(null, "没有传完：连接断了。请检查网络后再试。");
    request.onabort = () => finish(null, "已取消，没有保存任何文件。");
    request.open("POST", "api/v1/materials/check");
    request.send(form);
    busy(true);
    at("sums").textContent = "正在上传…";
    at("cancel").focus();
  }

  function finish(found, complaint) {
    request = null;
    busy(false);
    if (!found) {
      at("sums").textContent = complaint ?? "检查没有完成，请稍后再试。";
      at("check").focus();
      return;
    }
    report = found;
    show();
  }

  function source({ quote, path, url }) {
    const link = make("a", { href: url, target: "_blank", rel: "noopener", textContent: `指引 ${path.at(-1) ?? ""}` });
    return make("blockquote", {}, `“${quote}”——`, link);
  }

  function list(title, findings) {
    const rows = findings.map(({ severity, message, citation }, place) => {
      const again = citation?.quote === findings[place + 1]?.citation?.quote; // several of one clause: it stands under the last
      return make("li", {}, make("span", { className: `mark ${severity}`, textContent: MARKS[severity] }), make("span", { textContent: message }), again ? null : citation && source(citation));
    });
    const none = make("p", {}, make("span", { className: "mark none", textContent: "✓ 没有发现问题" }));
    return make("section", { className: "group" }, make("h3", { textContent: title }), rows.length ? make("ul", {}, ...rows) : none);
  }

  function show() {
    const all = [...report.findings, ...report.files.flatMap(({ findings }) => findings)];
    const errors = all.filter(({ severity }) => severity === "error").length;
    at("verdict").dataset.ok = report.ok;
    at("verdict").textContent = report.ok ? "✓ 没有发现必须修改的问题" : `✕ 有 ${errors} 处必须修改`;
    const set = at("complete").checked || report.findings.length ? [list("整套材料", report.findings)] : [];
    at("findings").replaceChildren(...set, ...report.files.map(({ name, kind, findings }) => list(`${KINDS[kind]}：${name}`, findings)));
    at("results").hidden = false;
    at("results").focus();
    at("results").scrollIntoView({ block: "start" });
  }

  async function download() {
    const response = await fetch("api/v1/materials/handout", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(report),
    }).catch(() => null);
    if (!response?.ok) {
      at("download").textContent = "没有下载成功，再试一次";
      return;
    }
    const link = make("a", { href: URL.createObjectURL(await response.blob()), download: "申报材料检查结果.docx" });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /** What to hand in, for the applicant and the class chosen. */
  async function listItems() {
    const economic = at("category").querySelector('[value="economic"]');
    economic.disabled = at("applicant").value === "project"; // the economic class takes organisations only
    if (economic.disabled && economic.selected) at("category").value = "";
    const query = new URLSearchParams({ applicant: at("applicant").value });
    if (at("category").value) query.set("category", at("category").value);
    const response = await fetch(`api/v1/materials?${query}`).catch(() => null);
    if (!response?.ok) return;
    const { items } = await response.json();
    at("checklist").replaceChildren(...items.map(({ title, text, when, limit, citation }) =>
      make("li", {}, make("b", { textContent: title }), make("p", { textContent: [when, text, limit].filter(Boolean).map((detail) => detail.replace(/。$/, "")).join("；") }), source(citation))));
  }

  const area = at("drop");
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  at("files").addEventListener("change", () => {
    add(at("files").files);
    at("files").value = ""; // so that the same file can be chosen again
  });
  at("check").addEventListener("click", check);
  at("cancel").addEventListener("click", () => request?.abort());
  at("download").addEventListener("click", download);
  for (const id of ["applicant", "category"]) at(id).addEventListener("change", listItems);
  listItems();
  sum();
})();
