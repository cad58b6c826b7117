/*
 * 质奖通: the web widget. One script tag, no framework, no build step:
 *
 *   <script src="https://HOST/widget.js" data-locale="zh-Hans" data-question="…" data-open defer></script>
 *
 * data-locale    zh-Hans | zh-Hant | en; else the page's or the browser's language
 * data-question  asked when the panel is first opened in a new conversation
 * data-open      opens the panel when the page has loaded
 *
 * The page may also call `document.querySelector("zhijiangtong-widget").ask("…")`, `.open()` and `.close()`.
 *
 * Sections: 1 place · 2 words · 3 styles · 4 elements · 5 service · 6 citations · 7 cards · 8 the widget.
 * Nothing that a server or a person wrote is ever parsed as HTML: text becomes text nodes, see `h`.
 */
(() => {
  "use strict";

  const TAG = "zhijiangtong-widget";
  if (customElements.get(TAG)) return; // the tag is on the page twice

  // ── 1 Place ─────────────────────────────────────────────────────────────────────────────────────────

  const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
  const BASE = new URL(".", script.src); // the gateway's address; the page may live on another origin
  const OPTIONS = { ...script.dataset };

  const LOCALES = ["zh-Hans", "zh-Hant", "en"];
  const DEFAULT_EDITION = "2020"; // named until the first reply says which edition it rests on
  const MESSAGE_LIMIT = 1000; // characters, as the service counts them
  const COUNTER_FROM = 900;
  const TIMEOUT_MS = 30_000;
  const SIZES = [100, 125, 150, 200]; // text size in per cent of 16 px
  const STORE_KEY = "zhijiangtong";
  const STORED_ITEMS = 100;
  const PAUSE_MS = 120; // in typing, before questions are suggested
  const LONGEST_TYPED = 40; // who has written more does not look for a wording any longer

  function preferredLocale() {
    const wanted = [OPTIONS.locale, document.documentElement.lang, navigator.language];
    for (const tag of wanted.filter(Boolean)) {
      if (/^zh-(hant|tw|hk|mo)/i.test(tag)) return "zh-Hant";
      if (/^zh/i.test(tag)) return "zh-Hans";
      if (/^en/i.test(tag)) return "en";
    }
    return "zh-Hans";
  }

  // ── 2 Words ─────────────────────────────────────────────────────────────────────────────────────────
  // One row a text: 简体, 繁體, English. `{name}` is filled in.

  const WORDS = {
    name: ["质奖通", "質獎通", "Zhijiangtong"],
    panel: ["质奖通，申报问答", "質獎通，申報問答", "Zhijiangtong, award guidance"],
    launcher: ["问质奖通", "問質獎通", "Ask about the award"],
    launcherNew: ["问质奖通，有新回复", "問質獎通，有新回覆", "Ask about the award, new reply"],
    language: ["语言", "語言", "Language"],
    size: ["文字大小 {n}%", "文字大小 {n}%", "Text size {n}%"],
    fresh: ["新对话", "新對話", "New conversation"],
    freshAsk: [
      "开始新对话？现在的内容会从这个页面清除。",
      "開始新對話？現在的內容會從這個頁面清除。",
      "Start a new conversation? This one will be cleared from the page.",
    ],
    freshYes: ["清除并开始", "清除並開始", "Clear and start"],
    keep: ["下载这次对话", "下載這次對話", "Download this conversation"],
    erase: ["从服务器上删除", "從伺服器上刪除", "Delete it from the server"],
    erased: ["已从服务器和这个页面删除。", "已從伺服器和這個頁面刪除。", "Deleted from the server and from this page."],
    ownFailed: ["没有办成，请稍后再试。", "沒有辦成，請稍後再試。", "That did not work; please try again later."],
    cancel: ["取消", "取消", "Cancel"],
    close: ["关闭", "關閉", "Close"],
    log: ["对话内容", "對話內容", "Conversation"],
    you: ["您：", "您：", "You: "],
    bot: ["质奖通：", "質獎通：", "Zhijiangtong: "],
    input: ["您的问题", "您的問題", "Your question"],
    placeholder: ["问条件、奖金、材料、流程", "問條件、獎金、材料、流程", "Ask about the award"],
    send: ["发送", "傳送", "Send"],
    count: ["{n} / {max} 字", "{n} / {max} 字", "{n} / {max} characters"],
    over: ["超出 {n} 字，请删短一些", "超出 {n} 字，請刪短一些", "{n} characters too many; please shorten it"],
    edition: [
      "依据《申报指引》{edition} 版；此后规则可能有调整，以当年通知和秘书处解释为准",
      "依據《申報指引》{edition} 版；此後規則可能有調整，以當年通知和秘書處解釋為準",
      "Based on the Application Guide (申报指引), {edition} edition. Rules may have changed since; the year’s notice and the Secretariat (秘书处) decide.",
    ],
    welcome: [
      "您好，我是质奖通，帮您读《深圳市市长质量奖申报指引》。您问，我照指引回答，附上原文和出处；也可以帮您核对申报条件、熟悉网上申报的步骤。",
      "您好，我是質獎通，幫您讀《深圳市市長質量獎申報指引》。您問，我照指引回答，附上原文和出處；也可以幫您核對申報條件、熟悉網上申報的步驟。",
      "Hello. I help you read the application guide of the Shenzhen Mayor’s Quality Award (市长质量奖). I answer by the guide, with its own words and where they stand. I can also check the conditions with you and walk you through the online application.",
    ],
    privacy: [
      "请不要输入手机号、身份证号等个人信息。",
      "請不要輸入手機號碼、身分證號碼等個人資料。",
      "Please do not enter personal data such as phone or ID numbers.",
    ],
    suggestions: ["您可以这样问", "您可以這樣問", "You could ask"],
    often: ["大家常问", "大家常問", "Often asked"],
    news: ["公告", "公告", "Announcements"],
    newsMore: ["查看详情", "查看詳情", "Read more"],
    newsHide: ["收起这条公告", "收起這條公告", "Hide this announcement"],
    next: ["接着可以问", "接著可以問", "You may ask next"],
    choices: ["可以选的", "可以選的", "Choices"],
    matching: ["相近的问题", "相近的問題", "Matching questions"],
    matches: ["有 {n} 个相近的问题，按向下键选择", "有 {n} 個相近的問題，按向下鍵選擇", "{n} matching questions; press the down arrow to choose"],
    typing: ["正在查指引", "正在查指引", "Looking it up"],
    unseen: ["看新回复", "看新回覆", "See the new reply"],
    offline: [
      "现在连不上服务。您写的内容还在，恢复后可以重新发送。",
      "現在連不上服務。您寫的內容還在，恢復後可以重新傳送。",
      "The service cannot be reached at the moment. What you wrote is kept; you can send it again later.",
    ],
    lost: ["没有发出去：连接断了。", "沒有送出：連線中斷。", "Not sent: the connection was lost."],
    slow: ["发得有点快，请稍等再发。", "傳送得有點快，請稍候再傳。", "That was a little fast; please wait a moment."],
    refused: ["没有发出去。", "沒有送出。", "Not sent."],
    resend: ["重新发送", "重新傳送", "Send again"],
    resendIn: ["{n} 秒后可重新发送", "{n} 秒後可重新傳送", "Send again in {n} s"],
    again: ["再试一次", "再試一次", "Try again"],
    kindNoAnswer: ["指引没有写明", "指引沒有寫明", "Not settled by the guide"],
    kindHandoff: ["人工帮助", "人工協助", "Help from a person"],
    kindPerson: ["工作人员", "工作人員", "A person at the desk"],
    phone: ["您的电话", "您的電話", "Your phone number"],
    phoneWrong: ["请写能打通的电话号码。", "請寫能打通的電話號碼。", "Please enter a number that can be called."],
    consent: [
      "我同意把这个号码留给值班人员回电用，回电后删除。",
      "我同意把這個號碼留給值班人員回電用，回電後刪除。",
      "I agree that the desk keeps this number to call me back; it is deleted afterwards.",
    ],
    wishSend: ["请给我回电", "請給我回電", "Please call me back"],
    wishKept: ["已经记下，值班时间有人给您回电。", "已經記下，值班時間有人給您回電。", "Noted. You will be called back during working hours."],
    wishFailed: ["没有记上，请再试一次。", "沒有記上，請再試一次。", "Not recorded; please try again."],
    kindError: ["这次没有办成", "這次沒有辦成", "That did not work"],
    source: ["出处", "出處", "Source"],
    openGuide: ["在指引中查看", "在指引中查看", "View in the guide"],
    newTab: ["（新窗口）", "（新視窗）", " (new window)"],
    helpful: ["有帮助", "有幫助", "Helpful"],
    unhelpful: ["没帮助", "沒有幫助", "Not helpful"],
    thanks: ["谢谢您的反馈", "謝謝您的意見", "Thank you for the feedback"],
    reason: ["哪里不对或不够？（可不填）", "哪裡不對或不夠？（可不填）", "What was wrong or missing? (optional)"],
    reasonSend: ["提交", "提交", "Submit"],
    voteFailed: ["没有记上，请再点一次", "沒有記上，請再點一次", "Not recorded; please try again"],
    progress: ["第 {n} 问，最多 {max} 问", "第 {n} 問，最多 {max} 問", "Question {n} of at most {max}"],
    date: ["选择日期", "選擇日期", "Choose a date"],
    dateUse: ["用这个日期", "用這個日期", "Use this date"],
    reportTitle: ["申报条件核对结果", "申報條件核對結果", "Eligibility check"],
    eligible: ["符合申报条件", "符合申報條件", "Meets the conditions"],
    ineligible: ["目前不符合申报条件", "目前不符合申報條件", "Does not meet the conditions at present"],
    undetermined: ["还不能确定", "還不能確定", "Not yet determined"],
    pass: ["符合", "符合", "Passes"],
    fail: ["不符合", "不符合", "Does not pass"],
    unknown: ["待确认", "待確認", "Open"],
    not_applicable: ["不适用", "不適用", "Not applicable"],
    group: ["{word}（{n} 项）", "{word}（{n} 項）", "{word} ({n})"],
    asOf: ["核对日期：{date}", "核對日期：{date}", "Judged as of {date}"],
    editionShort: ["《申报指引》{edition} 版", "《申報指引》{edition} 版", "Application Guide (申报指引), {edition} edition"],
    earliest: ["不符合的条件最早在 {date}满足", "不符合的條件最早在 {date}滿足", "The failing conditions are met on {date} at the earliest"],
    reading: ["理解：", "理解：", "Reading: "],
    remedy: ["怎样可以改变：", "怎樣可以改變：", "What would change this: "],
    consequences: ["获奖后的影响", "獲獎後的影響", "If you win"],
    warnings: ["请注意", "請注意", "Please note"],
    decides: [
      "本结果按您提供的情况对照指引得出，只供参考；是否符合由秘书处审查决定。",
      "本結果按您提供的情況對照指引得出，只供參考；是否符合由秘書處審查決定。",
      "This compares what you told us with the guide and is for reference only; the Secretariat (秘书处) decides.",
    ],
    inWords: ["完整文字", "完整文字", "All in words"],
    copy: ["复制文字", "複製文字", "Copy as text"],
    copied: ["已复制", "已複製", "Copied"],
    copyFailed: ["复制没有成功", "複製沒有成功", "Could not copy"],
    print: ["打印或存为 PDF", "列印或存為 PDF", "Print or save as PDF"],
    printBlocked: ["浏览器拦住了打印窗口", "瀏覽器攔住了列印視窗", "The browser blocked the print window"],
    trouble: ["容易卡住的地方（{n}）", "容易卡住的地方（{n}）", "What may go wrong ({n})"],
    step: ["第 {n} 步，共 {max} 步", "第 {n} 步，共 {max} 步", "Step {n} of {max}"],
    ticked: ["已勾 {n} / {max}", "已勾 {n} / {max}", "{n} of {max} ticked"],
    done: ["已完成", "已完成", "Done"],
    now: ["当前", "目前", "Now"],
  };

  const SUGGESTIONS = {
    "zh-Hans": ["我们够不够申报条件？", "金奖奖金多少？", "带我走一遍网上申报", "要交哪些材料？"],
    "zh-Hant": ["我們夠不夠申報條件？", "金獎獎金多少？", "帶我走一遍網上申報", "要交哪些材料？"],
    en: ["Do we meet the conditions?", "How much is each prize?", "Walk me through the online application", "What documents do we submit?"],
  };

  // Each language by its own name, whatever the interface speaks.
  const LANGUAGE_NAMES = { "zh-Hans": "简体", "zh-Hant": "繁體", en: "English" };

  let locale = preferredLocale();

  function t(key, values = {}) {
    const text = WORDS[key][LOCALES.indexOf(locale)];
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  function longDate(iso) {
    const [year, month, day] = iso.split("-").map(Number);
    if (locale === "en") return new Date(year, month - 1, day).toLocaleDateString("en-GB", { dateStyle: "long" });
    return `${year} 年 ${month} 月 ${day} 日`;
  }

  /** The language a text is in, for screen readers: the guide is quoted in Chinese whatever the interface speaks. */
  function languageOf(text) {
    const [letters, characters] = [/[a-z]/gi, /[\u3400-\u9fff]/g].map((pattern) => text.match(pattern)?.length ?? 0);
    if (letters > 2 * characters) return "en";
    return locale === "zh-Hant" ? "zh-Hant" : "zh-Hans";
  }

  // ── 3 Styles ────────────────────────────────────────────────────────────────────────────────────────
  // Sizes are em of the widget's own font size, so nothing depends on the page's root size.

  const TOKENS = `
    :host, .paper {
      --surface: #fff; --ground: #f3f6f6; --ink: #1a2427; --muted: #526167; --line: #d3dcde; --edge: #77868b;
      --accent: #0b6670; --on-accent: #fff; --tint: #e3f0f1; --mine: #0b6670; --on-mine: #fff;
      --pass: #1a6b3a; --pass-tint: #e6f3ea; --fail: #b3261e; --fail-tint: #fbeae8;
      --open: #825000; --open-tint: #fcf1dc; --none: #526167; --none-tint: #edf1f1;
      --shadow: 0 8px 28px rgb(16 40 44 / .2);
      --font: "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif;
    }
    @media (prefers-color-scheme: dark) { :host {
      --surface: #1c2528; --ground: #12191b; --ink: #e5eced; --muted: #a5b4b8; --line: #37464b; --edge: #7c8d92;
      --accent: #6fc6cf; --on-accent: #06272b; --tint: #203a3e; --mine: #1f4d54; --on-mine: #eef5f6;
      --pass: #80d29c; --pass-tint: #1c3526; --fail: #ff9f96; --fail-tint: #43211f;
      --open: #f0c06a; --open-tint: #3b2f17; --none: #a5b4b8; --none-tint: #283336;
      --shadow: 0 8px 28px rgb(0 0 0 / .6);
    } }
    *, *::before, *::after { box-sizing: border-box; }
    h2, h3, p, ul, ol, dl, blockquote, figure { margin: 0; padding: 0; font: inherit; }
    ul, ol { list-style: none; }
    svg { width: 1.25em; height: 1.25em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8;
      stroke-linecap: round; stroke-linejoin: round; vertical-align: -.25em; }
    .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  `;

  // The important declarations win over the page's own, important or not: a page cannot restyle or hide the host.
  const SHELL = `
    :host { all: initial !important; direction: ltr !important; display: block !important; position: fixed !important;
      inset: auto 0 0 auto !important; width: 0 !important; height: 0 !important; overflow: visible !important;
      z-index: 2147483647 !important; }
    @media print { :host { display: none !important; } }
    .root { font: 16px/1.6 var(--font); color: var(--ink); -webkit-text-size-adjust: none; text-size-adjust: none;
      font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    [lang="en"] { font-family: system-ui, "Segoe UI", sans-serif; } /* Chinese fonts draw its quotation marks full width */
    .root[data-size="125"] { font-size: 20px; } .root[data-size="150"] { font-size: 24px; } .root[data-size="200"] { font-size: 32px; }
    [hidden] { display: none !important; }
    button, select, textarea, input { font: inherit; color: inherit; margin: 0; letter-spacing: inherit; }
    button { cursor: pointer; background: none; border: 0; padding: 0; text-align: inherit; }
    button[aria-disabled="true"] { cursor: default; }
    a { color: var(--accent); text-underline-offset: .2em; }
    :focus { outline: none; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }

    .launcher { position: fixed; right: 20px; bottom: 20px; display: flex; align-items: center; gap: .5em; min-height: 3.25em;
      padding: .5em 1.25em .5em 1em; border-radius: 2em; background: var(--accent); color: var(--on-accent); font-weight: 600;
      box-shadow: var(--shadow); border: 1px solid transparent; }
    .launcher:focus-visible { border-radius: 2em; outline-color: var(--surface); box-shadow: 0 0 0 6px var(--accent); }
    .launcher[data-new]::after { content: ""; width: .6em; height: .6em; border-radius: 50%; background: currentColor; }

    .panel { position: fixed; right: 20px; bottom: 20px; width: min(26.5em, 100vw - 40px); height: min(45em, 100vh - 40px);
      height: min(45em, 100dvh - 40px); display: flex; flex-direction: column; background: var(--ground);
      border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); overflow: hidden; }
    .panel:focus-visible { outline-offset: -3px; }
    @media (prefers-reduced-motion: no-preference) {
      .panel.entering { animation: rise .16s ease-out; }
      @keyframes rise { from { opacity: 0; transform: translateY(8px); } }
    }

    /* At the largest text size, what frames the conversation grows less than the conversation. */
    header, footer { font-size: min(1em, 22px); }
    header { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .25em; padding: .4em .5em .4em 1em;
      background: var(--surface); border-bottom: 1px solid var(--line); }
    header h2 { flex: 1 1 auto; font-weight: 600; white-space: nowrap; }
    .tool { display: inline-flex; align-items: center; justify-content: center; min-width: 2.25em; min-height: 2.5em; border-radius: 8px;
      color: var(--muted); }
    .tool:hover { background: var(--tint); color: var(--ink); }
    .tool b { font-weight: 600; font-size: .9375em; }
    select.tool { border: 1px solid transparent; background: var(--surface); padding: 0 .25em; font-size: .9375em; field-sizing: content; }
    option { background: var(--surface); color: var(--ink); }

    .strip { display: flex; flex-wrap: wrap; align-items: center; gap: .25em .75em; padding: .6em 1em; background: var(--tint);
      border-bottom: 1px solid var(--line); font-size: .9375em; }
    .strip p { flex: 1 0 100%; }

    .news { flex: none; max-height: 35%; overflow-y: auto; background: var(--tint); font-size: min(.9375em, 20px); }
    .news > * { display: flex; align-items: flex-start; gap: .5em; padding: .5em .5em .5em 1em; border-bottom: 1px solid var(--line); }
    .news > * > :nth-child(2) { flex: 1 1 auto; }
    .news svg { margin-top: .18em; color: var(--accent); } .news .tool { min-height: 1.75em; color: var(--muted); } .news .tool svg { margin: 0; color: inherit; } .news a { white-space: nowrap; }
    .news .closed, .news .closed svg { background: var(--open-tint); color: var(--open); padding-right: 1em; } .news .closed svg { padding: 0; }

    .log { position: relative; flex: 1 1 auto; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 1em; display: flex;
      flex-direction: column; gap: 1em; }
    .log:focus-visible { outline-offset: -3px; }
    .log > * { flex: none; }
    .unseen { position: absolute; left: 50%; bottom: 100%; transform: translate(-50%, -.5em); padding: .35em 1em; border-radius: 2em;
      background: var(--accent); color: var(--on-accent); font-size: .875em; box-shadow: var(--shadow); white-space: nowrap; }

    .mine { align-self: flex-end; max-width: 88%; display: flex; flex-direction: column; align-items: flex-end; gap: .4em; }
    .mine .bubble { padding: .5em .9em; border-radius: 12px 12px 4px; background: var(--mine); color: var(--on-mine); white-space: pre-wrap; }
    .failure { display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: center; gap: .25em .75em; font-size: .875em; }
    .failure svg { color: var(--open); }
    .theirs { display: flex; flex-direction: column; gap: .5em; }
    .message { padding: .75em 1em; background: var(--surface); border: 1px solid var(--line); border-radius: 4px 12px 12px; max-width: 38em; }
    .kind-step, .kind-question { border-left: 3px solid var(--accent); }
    .kind-no_answer, .kind-error, .kind-handoff { border-left: 3px solid var(--edge); }
    .label { display: flex; align-items: center; gap: .4em; color: var(--muted); font-size: .875em; margin-bottom: .25em; }
    .text { max-width: 36em; } .text > p { white-space: pre-line; } .text > * + * { margin-top: .5em; }
    .small { color: var(--muted); font-size: .875em; }
    .typing { display: flex; align-items: center; gap: .6em; color: var(--muted); font-size: .9375em; padding: .25em; }
    .typing i { display: flex; gap: .25em; }
    .typing i::before, .typing i::after, .typing i b { content: ""; width: .4em; height: .4em; border-radius: 50%; background: currentColor; }
    @media (prefers-reduced-motion: no-preference) { .typing i { animation: breathe 1.2s ease-in-out infinite alternate; } @keyframes breathe { from { opacity: .35; } } }

    .replies { display: flex; flex-wrap: wrap; gap: .5em; }
    .replies > .small { width: 100%; }
    .chip { min-height: 2.25em; padding: .35em .9em; border: 1px solid var(--accent); border-radius: 1.25em; color: var(--accent);
      background: var(--surface); }
    .chip:hover { background: var(--tint); }
    .next .chip { border-color: var(--line); text-align: start; }
    .chip.solid { background: var(--accent); color: var(--on-accent); }
    .chip.solid:hover { text-decoration: underline; }
    .chip:focus-visible { border-radius: 1.25em; }
    .chip[aria-disabled="true"] { border-color: var(--line); color: var(--muted); background: none; }
    .field { width: 100%; padding: .4em .7em; border: 1px solid var(--edge); border-radius: 8px; background: var(--surface); color: var(--ink); }
    .dated { display: flex; flex-wrap: wrap; gap: .5em; width: 100%; }
    .dated .field { width: auto; flex: 1 1 10em; color-scheme: light dark; }
    .feedback { display: flex; flex-wrap: wrap; align-items: center; gap: .25em; color: var(--muted); font-size: .875em; }
    .feedback .tool { min-width: 2.25em; min-height: 2.25em; }
    .feedback .tool[aria-pressed="true"] { color: var(--accent); background: var(--tint); }
    .feedback form { display: flex; flex-wrap: wrap; gap: .5em; width: 100%; }
    .wish { display: grid; gap: .5em; justify-items: start; margin-top: .5em; } .wish label { width: 100%; }
    .feedback .field { flex: 1 1 12em; }

    footer { position: relative; background: var(--surface); border-top: 1px solid var(--line); padding: .6em .75em .5em; }
    .matches { position: absolute; left: .75em; right: .75em; bottom: calc(100% - .25em); z-index: 1; max-height: min(17em, 40vh, var(--height, 100vh) * .4);
      overflow-y: auto; overscroll-behavior: contain; padding: .25em; background: var(--surface); border: 1px solid var(--edge); border-radius: 12px;
      box-shadow: var(--shadow); }
    .matches li { padding: .4em .75em; min-height: 2.5em; border-radius: 8px; cursor: pointer; }
    .matches li:hover, .matches [aria-selected="true"] { background: var(--tint); }
    .matches [aria-selected="true"] { outline: 2px solid var(--accent); outline-offset: -2px; }
    .compose { display: flex; align-items: flex-end; gap: .5em; }
    .compose .field { resize: none; max-height: 8.4em; line-height: 1.5; padding: .5em .75em; overflow-y: auto; }
    .compose .field::placeholder { color: var(--muted); opacity: 1; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    .field:focus-visible { outline-width: 2px; outline-offset: -1px; border-radius: 8px; }
    .send { flex: none; width: 2.6em; height: 2.6em; display: grid; place-items: center; border-radius: 8px; background: var(--accent);
      color: var(--on-accent); }
    .send[aria-disabled="true"] { background: var(--none-tint); color: var(--muted); }
    .send:focus-visible { border-radius: 8px; }
    .count { font-size: .8125em; color: var(--muted); text-align: right; }
    .count.over { color: var(--open); font-weight: 600; }
    .edition { margin-top: .5em; font-size: .75em; line-height: 1.5; color: var(--muted); }

    /* A phone, or a page zoomed far in: the whole screen. */
    @media (max-width: 480px), (max-height: 480px) {
      .panel { inset: var(--top, 0) 0 auto 0; width: 100vw; height: var(--height, 100vh); height: var(--height, 100dvh); border: 0; border-radius: 0; }
      .launcher { right: 16px; bottom: 16px; }
      header { padding-left: .75em; } .log { padding: .75em; }
    }
    /* So low that header and footer would leave no room for the text: everything scrolls together. */
    @media (max-height: 480px) {
      .panel { overflow-y: auto; } .log { overflow: visible; flex: 1 0 auto; }
    }
    @media (forced-colors: active) {
      .panel, .message, .bubble, .chip, .send, .launcher { border: 1px solid; }
      .tool[aria-pressed="true"] { border: 2px solid Highlight; }
    }
  `;

  const CARDS = `
    details > summary { cursor: pointer; list-style: none; }
    details > summary::-webkit-details-marker { display: none; }
    .turn { transition: transform .12s; width: 1em; height: 1em; }
    @media (prefers-reduced-motion: reduce) { .turn { transition: none; } }
    details[open] > summary .turn { transform: rotate(90deg); }
    .sources { display: flex; flex-direction: column; align-items: flex-start; gap: .4em; margin-top: .6em; }
    .source { max-width: 100%; }
    .source > summary { display: inline-flex; align-items: center; gap: .3em; min-height: 2em; padding: .15em .75em .15em .5em; border-radius: 1em;
      background: var(--tint); color: var(--accent); font-size: .875em; }
    .source > summary:focus-visible { border-radius: 1em; }
    .source[open] > summary { margin-bottom: .4em; }
    .quote { border-left: 3px solid var(--accent); padding: .1em 0 .1em .85em; }
    .quote .small { display: block; margin-bottom: .2em; }
    .quote blockquote { white-space: pre-line; }
    .quote a { display: inline-block; min-height: 1.75em; font-size: .9375em; }

    .progress { margin-bottom: .4em; color: var(--muted); font-size: .875em; }
    .progress span { display: block; height: 3px; margin-top: .25em; border-radius: 2px; background: var(--line); overflow: hidden; }
    .progress i { display: block; height: 100%; background: var(--accent); }

    .report > * + *, .sheet > * + * { margin-top: .75em; } .text + .sheet { margin-top: .75em; }
    .verdict { display: flex; align-items: flex-start; gap: .5em; padding: .6em .75em; border-radius: 8px; font-weight: 600; font-size: 1.0625em; }
    .verdict svg { margin-top: .18em; }
    .eligible { background: var(--pass-tint); color: var(--pass); } .ineligible { background: var(--fail-tint); color: var(--fail); }
    .undetermined { background: var(--open-tint); color: var(--open); }
    .report h3, .sheet h3 { font-weight: 600; }
    .group { border-top: 1px solid var(--line); padding-top: .5em; }
    .group > summary { display: flex; align-items: center; gap: .4em; min-height: 2em; font-weight: 600; }
    .pass { color: var(--pass); } .fail { color: var(--fail); } .unknown { color: var(--open); } .not_applicable { color: var(--none); }
    .rules > li { padding: .5em 0 .25em; } .rules > li + li { border-top: 1px dashed var(--line); }
    .rule { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6em; }
    .mark { display: inline-flex; align-items: center; gap: .25em; font-size: .875em; white-space: nowrap; }
    .bullets > li { padding-left: 1em; } .bullets > li::before { content: "·"; float: left; margin-left: -1em; width: 1em; text-align: center; font-weight: 700; }
    .actions { display: flex; flex-wrap: wrap; gap: .5em; margin-top: .7em; }
    .ticks > li { border-top: 1px solid var(--line); }
    .ticks label, .ticks .line { display: grid; grid-template-columns: auto 1fr; gap: 0 .6em; padding: .5em 0; min-height: 2.5em; align-items: start; }
    .ticks input { width: 1.25em; height: 1.25em; margin: .18em 0 0; accent-color: var(--accent); }
    .stages > li { position: relative; padding: 0 0 .75em 1.5em; border-left: 2px solid var(--line); margin-left: .5em; }
    .stages > li:last-child { border-left-color: transparent; padding-bottom: 0; }
    .stages > li::before { content: ""; position: absolute; left: -.45em; top: .5em; width: .75em; height: .75em; border-radius: 50%;
      background: var(--surface); border: 2px solid var(--accent); }
    .stages > li[data-state="done"]::before, .stages > li[data-state="now"]::before { background: var(--accent); }
    .rule b, .stages b, .ticks b { font-weight: 600; } .stages b + span { margin-left: .6em; }
    .ticks .source, .stages .source { margin-bottom: .5em; } .ticks .source { margin-left: 1.85em; }
  `;

  // What is printed is light whatever the screen is, and everything in it is unfolded.
  const PAPER = `
    body { margin: 0; background: #fff; }
    .paper { font: 15px/1.6 var(--font); color: var(--ink); max-width: 46em; margin: 0 auto; padding: 1.5em; }
    .paper h1 { font-size: 1.35em; margin: 0 0 .25em; } .paper a { color: inherit; word-break: break-all; }
    .paper .turn, .paper .quote a { display: none; } .paper .source > summary { background: none; padding-left: 0; }
    .paper li, .paper .verdict { break-inside: avoid; }
    .paper .verdict { border: 1px solid; print-color-adjust: exact; }
    @page { margin: 16mm 14mm; }
  `;

  function adopt(root, view, ...texts) {
    // Constructed sheets need no 'unsafe-inline' in a page's policy; <style> is for browsers that lack them.
    const css = texts.join("\n");
    try {
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
    } catch {
      (root.head ?? root).append(h("style", {}, css));
    }
  }

  // ── 4 Elements ──────────────────────────────────────────────────────────────────────────────────────

  /** An element; `on…` properties are listeners, `true` is an empty attribute, null and false are left out. */
  function h(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    const shown = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
    element.append(...shown);
    return element;
  }

  const ICONS = {
    chat: "M4 5h16v11H10l-4 4v-4H4z M8 9h8 M8 12h5",
    close: "M6 6l12 12 M18 6L6 18",
    fresh: "M12 5v14 M5 12h14",
    send: "M12 19V6 M6 11l6-6 6 6",
    turn: "M9 6l6 6-6 6",
    pass: "M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0 M8 12.5l2.7 2.7L16 9.5",
    fail: "M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0 M9 9l6 6 M15 9l-6 6",
    unknown: "M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0 M9.6 9.6a2.4 2.4 0 1 1 3.5 2.2c-.8.4-1.1.9-1.1 1.7 M12 16.6v.1",
    not_applicable: "M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0 M8 12h8",
    info: "M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0 M12 11v5 M12 7.8v.1",
    news: "M4 10v4h3l6 4V6L7 10z M16.5 9.5a3.5 3.5 0 0 1 0 5",
    alert: "M12 4l9 16H3z M12 10v4.5 M12 17.2v.1",
    person: "M15.5 8a3.5 3.5 0 1 1-7 0a3.5 3.5 0 1 1 7 0 M5 20c.6-4 3.4-6 7-6s6.4 2 7 6",
    up: "M7 11v9H4v-9z M7 11l4-8c1.7 0 2.5 1 2.5 2.6V9H19a2 2 0 0 1 2 2.4l-1.3 6.8a2 2 0 0 1-2 1.8H7",
    down: "M7 13V4H4v9z M7 13l4 8c1.7 0 2.5-1 2.5-2.6V15H19a2 2 0 0 0 2-2.4l-1.3-6.8a2 2 0 0 0-2-1.8H7",
    size: "M3 19L8.5 5h1L15 19 M5 14.5h8 M16 19l2.5-7h1L22 19 M17 16.5h4.2",
  };

  function icon(name, className) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    if (className) svg.setAttribute("class", className);
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  function webAddress(address) {
    try {
      const url = new URL(address, BASE);
      return /^https?:$/.test(url.protocol) ? url.href : null;
    } catch {
      return null;
    }
  }

  function link(address, ...children) {
    return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" },
      children, h("span", { class: "sr" }, t("newTab")));
  }

  /** Text nodes, with the web addresses in the text made into links. */
  function linked(text) {
    const parts = [];
    let rest = 0;
    for (const match of text.matchAll(/https?:\/\/[\w\-.~:/?#@!$&*+,;=%]+/g)) {
      const shown = match[0].replace(/[.,;:!?]+$/, "");
      const address = webAddress(shown);
      if (!address) continue;
      parts.push(text.slice(rest, match.index), link(address, shown));
      rest = match.index + shown.length;
    }
    return [...parts, text.slice(rest)];
  }

  /** Text of the service, marked with the language it is in. */
  function spoken(tag, text = "", properties = {}) {
    return h(tag, { lang: languageOf(text), ...properties }, linked(text));
  }

  /** A button that shows its label, or what is given instead: then the label is its name and tooltip. */
  function button(className, label, onclick, ...instead) {
    const name = instead.length ? label : null;
    return h("button", { type: "button", class: className, "aria-label": name, title: name, onclick },
      instead.length ? instead : label);
  }

  // ── 5 Service ───────────────────────────────────────────────────────────────────────────────────────

  /** A request that did not succeed: the service's error code, `offline` when it was not reached at all. */
  class Failure extends Error {
    constructor(code, message = "", waitSeconds = 0) {
      super(message);
      this.code = code;
      this.waitSeconds = waitSeconds;
    }
  }

  const post = (path, body, signal) => request(path, signal, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });

  const get = (path, values, signal) => request(`${path}?${new URLSearchParams(values)}`, signal);

  async function request(path, signal, options = {}) {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
    signal?.addEventListener("abort", () => timeout.abort());
    try {
      const response = await fetch(new URL(path, BASE), { ...options, signal: timeout.signal });
      if (response.status === 204) return null;
      const data = await response.json().catch(() => null);
      if (response.ok && data) return data;
      throw failureOf(response, data);
    } catch (error) {
      throw error instanceof Failure ? error : new Failure("offline");
    } finally {
      clearTimeout(timer);
    }
  }

  function failureOf(response, data) {
    const { code, message } = data?.error ?? {};
    // A gateway that restarts answers through its proxy, or not in JSON: for the person it is not there.
    if (response.ok || [502, 503, 504].includes(response.status)) return new Failure("offline");
    const wait = response.status === 429 ? Number(response.headers.get("Retry-After")) || 30 : 0;
    return new Failure(code ?? "refused", message ?? "", wait);
  }

  /** The conversation outlives a reload of this tab, not the tab; where storage is forbidden it lives in memory. */
  const store = {
    load() {
      try {
        const kept = JSON.parse(sessionStorage.getItem(STORE_KEY));
        return kept?.version === 1 && Array.isArray(kept.items) ? kept : null;
      } catch {
        return null;
      }
    },
    save(conversation) {
      try {
        const items = conversation.items.slice(-STORED_ITEMS);
        sessionStorage.setItem(STORE_KEY, JSON.stringify({ ...conversation, version: 1, items }));
      } catch {
        // full or forbidden: the conversation goes on without surviving a reload
      }
    },
    clear() {
      try {
        sessionStorage.removeItem(STORE_KEY);
      } catch {
        // forbidden: then nothing was kept either
      }
    },
  };

  // ── 6 Citations ─────────────────────────────────────────────────────────────────────────────────────

  const PRINTED_NUMBER = /^\s*(?:第?([一二三四五六七八九十百]+)[、章．.]|([（(][一二三四五六七八九十百\d]+[）)])|(\d+|[a-z])\s*[.．、])/;

  /**
   * The short place of a passage, `一（六）1（1）`: the printed numbers of the headings above it, then its own, which
   * only its id has (`2020-1.6.1.1-9c41e2`). Without numbers: the last heading.
   */
  function place(citation) {
    const path = citation.path ?? [];
    const printed = path.map((heading) => PRINTED_NUMBER.exec(heading)?.slice(1).find(Boolean) ?? "");
    const numbers = /^[^-]+-(\d+(?:\.\w+)*)-/.exec(citation.passage_id ?? "")?.[1].split(".") ?? [];
    let short = printed.join("");
    for (const number of numbers.slice(printed.filter(Boolean).length)) {
      short += /\d$/.test(short) ? `（${number}）` : number;
    }
    return short || path.at(-1) || citation.edition || "";
  }

  function quotation(citation) {
    const address = webAddress(citation.url);
    return h("div", { class: "quote", lang: "zh-Hans" },
      h("span", { class: "small" }, (citation.path ?? []).join(" › ")),
      h("blockquote", {}, citation.quote ?? ""),
      citation.url && address && h("span", { lang: locale }, link(address, t("openGuide"))));
  }

  function source(citation, open = false) {
    return h("details", { class: "source", open },
      h("summary", {}, icon("turn", "turn"), `${t("source")} `, h("span", { lang: "zh-Hans" }, place(citation))),
      quotation(citation));
  }

  function sources(citations) {
    return citations.length ? h("div", { class: "sources" }, citations.map((citation) => source(citation))) : null;
  }

  /** Where a text quotes these words with their place below; an answer may also say them in passing. */
  function quotedAt(text, quote) {
    for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
      const marked = "“「".includes(text[at - 1] ?? " ") && "”」".includes(text[at + quote.length] ?? " ");
      if (marked && /^[^\n]*\n—/.test(text.slice(at + quote.length))) return at - 1;
    }
    return -1;
  }

  /**
   * A text's pieces in order: strings, and the citations that it quotes. Channels without layout write a quotation as
   * “words” and —place on a line of its own; here it becomes its source, unfolded. The closing line on the edition
   * goes, for it stands under every conversation.
   */
  function pieces(text, citations) {
    const found = [];
    let rest = text;
    for (const citation of citations) {
      const at = quotedAt(rest, citation.quote);
      if (at < 0) continue;
      const after = rest.slice(at + citation.quote.length + 2);
      const [line, note] = /^(.*)(?:\n—.*)?\n?/.exec(after);
      found.push(rest.slice(0, at), citation, note);
      rest = after.slice(line.length);
    }
    const edition = t("edition", { edition: citations[0]?.edition });
    found.push(rest.split("\n").filter((line) => !line.startsWith(edition)).join("\n"));
    return found.map((piece) => piece.trim?.() ?? piece).filter(Boolean);
  }

  // ── 7 Cards ─────────────────────────────────────────────────────────────────────────────────────────
  // A renderer takes (card, context) and returns an element; a type without one shows its message's text alone.
  // context: {text, said: the text's element, which a card may place within itself, ticked: Set of item numbers,
  // tick(number, on)}

  function progress(words, done, all) {
    const share = Math.min(100, Math.max(0, (100 * done) / all)) || 0;
    const bar = h("i");
    bar.style.width = `${share}%`;
    return h("div", { class: "progress" }, words, h("span", { "aria-hidden": "true" }, bar));
  }

  function list(title, sentences) {
    if (!sentences?.length) return null;
    return h("section", {}, h("h3", {}, title), h("ul", { class: "bullets" }, sentences.map((sentence) => spoken("li", sentence))));
  }

  function questionCard(card, { said }) {
    const { asked, at_most: atMost } = card.progress ?? {};
    if (!asked) return null;
    // For channels without cards the text itself may count: then the bar is enough.
    const counted = new RegExp(`\\b${asked}\\D+${atMost}\\b`).test(said.textContent);
    return h("div", {}, progress(counted ? "" : t("progress", { n: asked, max: atMost }), asked, atMost), said);
  }

  const STATUSES = ["fail", "unknown", "pass", "not_applicable"];
  const VERDICT_ICONS = { eligible: "pass", ineligible: "fail", undetermined: "unknown" };

  function ruleRow(rule, unfolded) {
    const clauses = [rule.citation, ...(rule.see_also ?? [])].filter(Boolean);
    // On paper, a clause that does not apply only takes space.
    const cited = clauses.length > 0 && !(unfolded && rule.status === "not_applicable");
    return h("li", {},
      h("p", { class: "rule" }, h("span", { class: `mark ${rule.status}` }, icon(rule.status), t(rule.status)), spoken("b", rule.title)),
      spoken("p", rule.reason),
      rule.remedy?.text && h("p", {}, t("remedy"), spoken("span", rule.remedy.text)),
      rule.interpretation && h("p", { class: "small" }, t("reading"), spoken("span", rule.interpretation)),
      cited && h("div", { class: "sources" }, clauses.map((clause) => source(clause, unfolded))));
  }

  function reportCard(card, { text, said, unfolded = false }) {
    const groups = STATUSES.map((status) => [status, (card.rules ?? []).filter((rule) => rule.status === status)]);
    return h("section", { class: "report", "aria-label": t("reportTitle") },
      h("p", { class: `verdict ${card.verdict}` }, icon(VERDICT_ICONS[card.verdict] ?? "unknown"), t(VERDICT_ICONS[card.verdict] ? card.verdict : "undetermined")),
      h("p", { class: "small" }, `${t("editionShort", { edition: card.edition })} · ${t("asOf", { date: longDate(card.as_of) })}`),
      card.earliest_date && h("p", {}, t("earliest", { date: longDate(card.earliest_date) })),
      groups.filter(([, rules]) => rules.length).map(([status, rules]) =>
        h("details", { class: "group", open: unfolded || status === "fail" || status === "unknown" },
          h("summary", { class: status }, icon("turn", "turn"), icon(status), t("group", { word: t(status), n: rules.length })),
          h("ul", { class: "rules" }, rules.map((rule) => ruleRow(rule, unfolded))))),
      list(t("consequences"), card.consequences),
      list(t("warnings"), card.warnings),
      // What the dialogue adds to the result: what it just noted, where to find out what is open.
      said && h("details", { class: "group" }, h("summary", {}, icon("turn", "turn"), t("inWords")), said),
      h("p", { class: "small" }, t("decides")),
      !unfolded && h("div", { class: "actions" },
        button("chip", t("copy"), (event) => copyText(event.currentTarget, reportText(card, text))),
        button("chip", t("print"), (event) => printReport(event.currentTarget, card))));
  }

  function reportText(card, text) {
    return [text, `${t("editionShort", { edition: card.edition })} · ${t("asOf", { date: longDate(card.as_of) })}`, t("decides")].join("\n\n");
  }

  async function copyText(control, text) {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = copyByCommand(control, text);
    }
    control.textContent = t(done ? "copied" : "copyFailed");
    setTimeout(() => (control.textContent = t("copy")), 2500);
  }

  /** The clipboard interface is missing on pages served without TLS, as intranets still are. */
  function copyByCommand(control, text) {
    const area = h("textarea", { class: "sr", tabindex: -1, "aria-hidden": "true" });
    area.value = text;
    control.after(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    control.focus();
    return done;
  }

  function printReport(control, card) {
    // browsers offer the title as the file's name
    printed(control, `${t("reportTitle")} ${card.as_of}`, card.edition, h("h1", {}, t("reportTitle")), reportCard(card, { unfolded: true }));
  }

  function printed(control, title, edition, ...content) {
    const paper = window.open("", "_blank");
    if (!paper) {
      control.textContent = t("printBlocked");
      return;
    }
    paper.opener = null;
    paper.document.documentElement.lang = locale;
    paper.document.title = title;
    adopt(paper.document, paper, TOKENS, CARDS, PAPER);
    paper.document.body.replaceChildren(h("main", { class: "paper" }, ...content,
      h("p", { class: "small" }, `${t("name")} · ${t("edition", { edition })}`)));
    paper.print();
  }

  // Steps, stages and checklists: {title?, note?, items: [entry]}, an entry being a string or
  // {title, when?, text?, note?, limit?, formats?, citation?, done?, status?: "done" | "now"}.
  // A checklist's `link` is {title, path}, a page of the gateway, or the address of another site. What is ticked is kept by an
  // entry's `id`, so that a step's entry is ticked in the list of all steps too. A step may also say what it `shows`, and
  // which `trouble` may come: [{title, text?, note?, citation?}].

  const ENTRY_FACTS = ["when", "text", "note", "limit"]; // what an entry of a list may say under its title, in this order

  function entryText(entry) {
    if (typeof entry === "string") return [h("span", {}, linked(entry))];
    const details = ENTRY_FACTS.map((key) => entry[key]).filter((value) => typeof value === "string" && value);
    if (entry.formats?.length) details.push(entry.formats.join("、"));
    return [
      entry.title && h("b", {}, linked(entry.title)),
      details.map((detail) => h("p", { class: entry.title ? "small" : null }, linked(detail))),
    ];
  }

  /** Entries that the person ticks off; `done` from the server starts them ticked. */
  function ticks(entries, { ticked, tick }) {
    const count = h("p", { class: "small" });
    const on = (number) => ticked.has(number);
    const recount = () => {
      count.textContent = t("ticked", { n: entries.filter((_, number) => on(number)).length, max: entries.length });
    };
    const rows = entries.map((entry, number) => {
      const change = () => {
        tick(number, box.checked);
        recount();
      };
      const box = h("input", { type: "checkbox", onchange: change });
      box.checked = on(number);
      const group = entry.group && entry.group !== entries[number - 1]?.group && h("h4", {}, entry.group);
      return h("li", {}, group, h("label", {}, box, h("span", {}, entryText(entry))), entry.citation && source(entry.citation));
    });
    recount();
    return [h("ul", { class: "ticks" }, rows), count];
  }

  function sheet(card, ...children) {
    return h("section", { class: "sheet" }, card.title && h("h3", {}, card.title), ...children,
      card.note && h("p", { class: "small" }, linked(card.note)));
  }

  const entriesOf = (card) => card.items ?? card.steps ?? card.stages ?? [];

  /** A step in full stands in its card; of a reminder or a question, which has no entries, the words do. */
  function stepCard(card, context) {
    const entries = entriesOf(card);
    const bar = progress(t("step", { n: card.step, max: card.of }), card.step, card.of);
    if (!entries.length) return h("div", {}, bar, context.said);
    const told = card.lead ?? context.said;
    return h("div", {}, bar,
      sheet(card, told, ticks(entries, context),
        (card.shows ?? []).map((shown) => spoken("p", shown)),
        card.trouble?.length > 0 && h("details", { class: "group" },
          h("summary", {}, icon("turn", "turn"), t("trouble", { n: card.trouble.length })),
          h("ul", { class: "ticks" }, card.trouble.map((trouble) => h("li", {}, entryText(trouble), cited(trouble))))),
        outward(card.link)),
      sheetActions(card));
  }

  const cited = (entry) => [entry.citation, ...(entry.see_also ?? [])].filter(Boolean).map((clause) => source(clause));

  /** A page of the gateway, or another site. */
  function outward(target) {
    if (!target) return null;
    const at = typeof target === "string" ? { path: target, title: target } : target;
    return h("p", {}, link(new URL(at.path, BASE).href, at.title));
  }

  function sheetActions(card) {
    return h("div", { class: "actions" }, button("chip", t("print"), (event) => printSheet(event.currentTarget, card)));
  }

  /** The list as it stands on the screen, ticks included, on paper. */
  function printSheet(control, card) {
    const boxes = [...control.closest(".message").querySelectorAll(".ticks input")];
    const ticked = new Set(boxes.flatMap((box, number) => (box.checked ? [number] : [])));
    printed(control, card.title, card.edition ?? entriesOf(card)[0]?.citation?.edition, sheet(card, ticks(entriesOf(card), { ticked, tick() {} })));
  }

  function timelineCard(card) {
    const stage = (entry) => {
      const state = { done: "done", now: "now", current: "now" }[entry.status] ?? null;
      return h("li", { "data-state": state },
        entryText(entry),
        state && h("span", { class: "small" }, t(state)),
        cited(entry));
    };
    return sheet(card, h("ol", { class: "stages" }, entriesOf(card).map(stage)));
  }

  /** Where nobody is on duty: the wish to be called back. Otherwise the message says it all. */
  function handoverCard(card, { said, wish, wished }) {
    if (card.state !== "nobody") return null;
    const outcome = h("p", { class: "small", role: "status" }, wished && t("wishKept"));
    const phone = h("input", { class: "field", type: "tel", autocomplete: "tel", required: true, maxlength: 31 });
    const submit = async (event) => {
      event.preventDefault();
      try {
        await wish(phone.value.trim());
        form.remove();
        outcome.textContent = t("wishKept");
      } catch (failure) {
        outcome.textContent = t(failure.code === "invalid_input" ? "phoneWrong" : "wishFailed");
      }
    };
    const form = h("form", { class: "wish", onsubmit: submit },
      h("label", {}, t("phone"), phone),
      h("label", {}, h("input", { type: "checkbox", required: true }), " ", t("consent")),
      h("button", { class: "chip" }, t("wishSend")));
    return h("div", {}, said, !wished && form, outcome);
  }

  const CARD_RENDERERS = {
    handover: handoverCard,
    eligibility_question: questionCard,
    eligibility_report: reportCard,
    portal_step: stepCard,
    timeline: timelineCard,
    checklist: (card, context) =>
      h("div", {}, sheet(card, ticks(entriesOf(card), context), outward(card.link)), sheetActions(card)),
  };

  // Cards that say all that their message's text says: the walk's, which carry an edition.
  const saysItsText = ({ type, edition, items }) => edition && items?.length > 0 && ["portal_step", "timeline", "checklist"].includes(type);

  // Cards that show their message's sources in their own places.
  const SHOWS_SOURCES = new Set(["eligibility_report"]);

  // ── 8 The widget ────────────────────────────────────────────────────────────────────────────────────

  const KIND_LABELS = {
    no_answer: ["info", "kindNoAnswer"],
    handoff: ["person", "kindHandoff"],
    error: ["alert", "kindError"],
  };
  const KINDS_TO_RATE = ["answer", "no_answer", "report"];

  const wholeScreen = matchMedia("(max-width: 480px), (max-height: 480px)");
  const touch = matchMedia("(pointer: coarse)");

  class Widget extends HTMLElement {
    /**
     * What is kept over a reload. An item is {from: "user", text, payload, failure?} or
     * {from: "bot", messages, trace, vote?, ticked?, wished?}. `after` is the number of the newest message of the
     * desk that is among them, so that none is lost or shown twice. `hidden` are announcements that were put away.
     */
    #kept = { session: null, items: [], size: SIZES[0], open: false, desk: "bot", after: 0, hidden: [] };
    #parts = {}; // the elements that change after they are made
    #turn = null; // AbortController of the request under way
    #countdown = null;
    #news = null; // the timer of asking what people at the desk said
    #start = { announcements: [], questions: [], closed: "" }; // what the service says before anything was asked
    #matches = null; // of what is typed: {timer, request: AbortController}

    constructor() {
      super();
      adopt(this.attachShadow({ mode: "open" }), window, TOKENS, SHELL, CARDS);
    }

    connectedCallback() {
      const kept = store.load();
      if (kept) {
        this.#kept = { ...this.#kept, ...kept };
        locale = LOCALES.includes(kept.locale) ? kept.locale : locale;
        // A reload cut the last request off: the person decides whether to send it again.
        const last = kept.items.at(-1);
        if (last?.from === "user") last.failure ??= { code: "offline" };
      }
      this.#toTopLayer();
      this.#build();
      addEventListener("offline", () => (this.#parts.offline.hidden = false));
      addEventListener("online", () => (this.#parts.offline.hidden = true));
      wholeScreen.addEventListener("change", () => this.#parts.panel.setAttribute("aria-modal", wholeScreen.matches));
      visualViewport?.addEventListener("resize", () => this.#fitKeyboard());
      visualViewport?.addEventListener("scroll", () => this.#fitKeyboard());
      if (kept?.open || "open" in OPTIONS) this.open({ takeFocus: false });
      this.#fetchNews();
    }

    open({ takeFocus = true, question = this.#kept.items.length ? null : OPTIONS.question } = {}) {
      const { launcher, panel } = this.#parts;
      this.#kept.open = true;
      this.#save();
      launcher.hidden = true;
      panel.hidden = false;
      panel.classList.add("entering");
      this.#onInput();
      delete launcher.dataset.new;
      launcher.setAttribute("aria-label", t("launcher"));
      this.#showNewest();
      this.#fetchStart();
      // Covering the page, the panel must hold the focus; otherwise only when a person opened it.
      if (takeFocus || wholeScreen.matches) this.#focusInput();
      if (question) this.#askOrKeep(question);
    }

    close() {
      this.#kept.open = false;
      this.#save();
      this.#parts.panel.hidden = true;
      this.#parts.launcher.hidden = false;
      this.#parts.launcher.focus();
    }

    ask(question) {
      this.open({ question });
    }

    // While a reply is awaited, a further question waits in the input.
    #askOrKeep(question) {
      if (this.#turn) this.#fillInput(question);
      else this.#ask(question);
    }

    // Above every z-index and outside every transformed ancestor, where the browser has popovers.
    #toTopLayer() {
      if (!this.showPopover) return;
      this.popover = "manual";
      this.showPopover();
    }

    // An on-screen keyboard shrinks the visual viewport only; a pinch does so too, and is left alone.
    #fitKeyboard() {
      const { style } = this.#parts.panel;
      if (visualViewport.scale > 1.01) return;
      style.setProperty("--height", `${visualViewport.height}px`);
      style.setProperty("--top", `${visualViewport.offsetTop}px`);
    }

    // ── building ──

    /** Everything anew from `#kept`: at the start, and when language or text size change. */
    #build() {
      const draft = this.#parts.input?.value ?? "";
      const parts = this.#parts;
      parts.launcher = button("launcher", t("launcher"), () => this.open(), icon("chat"), h("span", {}, t("launcher")));
      parts.log = h("div", {
        class: "log", role: "log", "aria-live": "polite", "aria-label": t("log"), tabindex: 0, onscroll: () => this.#onScroll(),
      });
      parts.offline = h("div", { class: "strip", hidden: navigator.onLine }, h("p", {}, t("offline")));
      parts.confirm = this.#confirmation();
      parts.news = h("div", { class: "news", role: "region", "aria-label": t("news") });
      parts.panel = h("section", {
        class: "panel", role: "dialog", "aria-modal": String(wholeScreen.matches), "aria-label": t("panel"), tabindex: -1,
      }, this.#header(), parts.news, parts.offline, parts.confirm, parts.log, this.#footer());
      const root = h("div", {
        class: "root", lang: locale, "data-size": this.#kept.size, onkeydown: (event) => this.#onKey(event),
      }, parts.launcher, parts.panel);
      this.shadowRoot.replaceChildren(...this.shadowRoot.querySelectorAll("style"), root);
      parts.launcher.hidden = this.#kept.open;
      parts.panel.hidden = !this.#kept.open;
      this.#showNews();
      this.#fillLog();
      this.#fillInput(draft);
      this.#showEdition();
      if (this.#turn) this.#showTyping(true);
    }

    #header() {
      const change = () => this.#setLocale(language.value);
      const language = h("select", { class: "tool language", "aria-label": t("language"), onchange: change },
        LOCALES.map((tag) => h("option", { value: tag, lang: tag, selected: tag === locale }, LANGUAGE_NAMES[tag])));
      this.#parts.sizeButton = button("tool size", t("size", { n: this.#kept.size }), () => this.#nextSize(), icon("size"));
      this.#parts.freshButton = button("tool fresh", t("fresh"), () => this.#confirmFresh(), icon("fresh"));
      return h("header", { role: "none" }, h("h2", {}, t("name")), language, this.#parts.sizeButton, this.#parts.freshButton,
        button("tool close", t("close"), () => this.close(), icon("close")));
    }

    #footer() {
      const parts = this.#parts;
      parts.input = h("textarea", {
        class: "field", rows: 1, "aria-label": t("input"), "aria-describedby": "count", placeholder: t("placeholder"),
        enterkeyhint: "send", oninput: () => this.#onInput(), onblur: () => this.#hideMatches(), autocomplete: "off",
        "aria-autocomplete": "list", "aria-controls": "matches",
      });
      parts.input.addEventListener("input", (event) => this.#onTyping(event));
      parts.input.addEventListener("compositionend", (event) => this.#onTyping(event));
      parts.matches = h("ul", { class: "matches", id: "matches", role: "listbox", "aria-label": t("matching"), hidden: true });
      parts.found = h("p", { class: "sr", role: "status" });
      parts.send = button("send", t("send"), () => this.#submit(), icon("send"));
      parts.count = h("p", { class: "count", id: "count" });
      parts.unseen = button("unseen", t("unseen"), () => this.#showNewest());
      parts.unseen.hidden = true;
      parts.edition = h("p", { class: "edition" });
      const compose = h("div", { class: "compose" }, parts.input, parts.send);
      return h("footer", { role: "none" }, parts.unseen, parts.matches, compose, parts.found, parts.count, parts.edition);
    }

    #setLocale(tag) {
      locale = tag;
      this.#start.questions = []; // they are in the other language
      this.#build();
      this.#save();
      this.#fetchStart();
      this.#showNewest();
      this.shadowRoot.querySelector(".language").focus();
    }

    #nextSize() {
      this.#kept.size = SIZES[(SIZES.indexOf(this.#kept.size) + 1) % SIZES.length];
      this.#build();
      this.#save();
      this.#showNewest();
      this.#parts.sizeButton.focus();
    }

    #confirmation() {
      return h("div", { class: "strip", role: "group", "aria-label": t("fresh"), hidden: true },
        h("p", {}, t("freshAsk")),
        button("chip solid", t("freshYes"), () => this.#startFresh()),
        this.#kept.session && button("chip", t("keep"), () => this.#download()),
        this.#kept.session && button("chip", t("erase"), () => this.#erase()),
        button("chip", t("cancel"), () => this.#cancelFresh()));
    }

    /** What the server keeps of this conversation, as a file. */
    async #download() {
      const kept = await this.#askForOwn("export");
      if (!kept) return;
      const url = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 2)], { type: "application/json" }));
      h("a", { href: url, download: `${STORE_KEY}.json` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      this.#cancelFresh();
    }

    async #erase() {
      if ((await this.#askForOwn("erase")) === undefined) return;
      this.#startFresh();
      this.#parts.log.append(h("p", { class: "small" }, t("erased")));
    }

    /** `undefined` when it did not work, and then it says so. */
    async #askForOwn(what) {
      try {
        return await post(`api/v1/session/${what}`, { session_id: this.#kept.session });
      } catch (failure) {
        if (failure.code === "session_not_found") return null; // there is nothing any more
        this.#parts.confirm.querySelector("p").textContent = t("ownFailed");
        return undefined;
      }
    }

    #confirmFresh() {
      if (!this.#kept.items.length) return this.#focusInput();
      const confirm = this.#confirmation(); // anew: there may be a conversation on the server by now
      this.#parts.confirm.replaceWith(confirm);
      this.#parts.confirm = confirm;
      confirm.hidden = false;
      this.#parts.confirm.querySelector("button").focus();
    }

    #cancelFresh() {
      this.#parts.confirm.hidden = true;
      this.#parts.freshButton.focus();
    }

    #startFresh() {
      this.#turn?.abort();
      this.#turn = null;
      this.#kept.session = null;
      this.#kept.items = [];
      this.#kept.desk = "bot";
      this.#kept.ticked = [];
      store.clear();
      this.#build();
      this.#focusInput();
    }

    // ── the log ──

    #fillLog() {
      const { items } = this.#kept;
      const elements = items.map((item, at) => this.#itemElement(item, at === items.length - 1));
      this.#parts.log.replaceChildren(this.#welcome(), ...elements);
    }

    #welcome() {
      const asked = this.#kept.items.length > 0;
      return h("div", { class: "theirs" },
        h("div", { class: "message" }, h("p", { class: "text" }, t("welcome")), h("p", { class: "small" }, t("privacy"))),
        !asked && this.#offered("suggestions", SUGGESTIONS[locale]),
        !asked && this.#offered("often", this.#start.questions.filter((question) => !SUGGESTIONS[locale].includes(question))));
    }

    #offered(label, questions) {
      if (!questions.length) return null;
      return h("div", { class: "replies", role: "group", "aria-label": t(label) },
        label === "often" && h("p", { class: "small" }, t(label)),
        questions.map((question) => button("chip", question, () => this.#ask(question))));
    }

    // ── what the service says before anything was asked ──

    async #fetchStart() {
      const asked = locale;
      try {
        const said = await get("api/v1/welcome", { locale });
        if (asked !== locale) return; // the language was changed meanwhile
        this.#start = said;
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure;
        return; // one begins without
      }
      this.#showNews();
      if (!this.#kept.items.length && this.#start.questions.length) this.#fillLog();
    }

    #showNews() {
      const { announcements, closed } = this.#start;
      const shown = announcements.filter(({ id }) => !this.#kept.hidden.includes(id));
      const hide = (id, line) => {
        this.#kept.hidden.push(id);
        this.#save();
        line.remove();
        this.#parts.news.hidden = !this.#parts.news.children.length;
        this.#focusInput();
      };
      this.#parts.news.replaceChildren(
        ...(closed ? [h("p", { class: "closed" }, icon("alert"), spoken("span", closed))] : []),
        ...shown.map(({ id, text, link: address }) => {
          const line = h("div", {}, icon("news"),
            h("p", {}, spoken("span", text), address && webAddress(address) && [" ", link(webAddress(address), t("newsMore"))]),
            button("tool", t("newsHide"), () => hide(id, line), icon("close")));
          return line;
        }));
      this.#parts.news.hidden = !this.#parts.news.children.length;
    }

    #itemElement(item, newest) {
      return item.from === "user" ? this.#mine(item) : this.#theirs(item, newest);
    }

    #mine(item) {
      return h("div", { class: "mine" },
        h("div", { class: "bubble", dir: "auto", lang: languageOf(item.text) },
          h("span", { class: "sr" }, t("you")), item.text),
        item.failure && this.#failureElement(item));
    }

    #failureElement(item) {
      const { code, message, until } = item.failure;
      const known = { offline: "lost", rate_limited: "slow" }[until ? "rate_limited" : code];
      // The service explains its refusals in Chinese.
      const words = known ? t(known) : locale !== "en" && message ? message : t("refused");
      const control = button("chip", t("resend"), () => this.#resend(item));
      if (until) this.#countDown(control, until);
      return h("div", { class: "failure" }, h("span", {}, icon("alert"), " ", words), control);
    }

    #countDown(control, until) {
      clearInterval(this.#countdown);
      control.setAttribute("aria-live", "off"); // the log would read out every second
      const show = () => {
        const seconds = Math.ceil((until - Date.now()) / 1000);
        control.textContent = seconds > 0 ? t("resendIn", { n: seconds }) : t("resend");
        control.setAttribute("aria-disabled", String(seconds > 0));
        if (seconds <= 0) clearInterval(this.#countdown);
      };
      this.#countdown = setInterval(show, 1000);
      show();
    }

    #theirs(item, newest) {
      const last = item.messages.length - 1;
      return h("div", { class: "theirs" },
        item.messages.map((message, at) => [
          this.#message(message, item, at),
          newest && at === last && this.#replies(message),
        ]),
        item.trace && item.messages.some((message) => KINDS_TO_RATE.includes(message.kind)) && this.#feedback(item));
    }

    #message(message, item, at) {
      const citations = message.citations ?? [];
      const parts = pieces(message.text, citations);
      // Under an answer of our own words the first quote is enough to see at once; where only quotes are said, all are.
      const [, answer] = /^(.+)\n.*[：:]$/s.exec(typeof parts[0] === "string" ? parts[0] : "") ?? [];
      if (answer && parts.length > 1) parts[0] = answer;
      const unfolded = (at) => !answer || at === 1;
      const said = h("div", { class: "text", dir: "auto" },
        parts.map((piece, at) => (typeof piece === "string" ? spoken("p", piece) : source(piece, unfolded(at)))));
      const inCard = entriesOf(message.card ?? {}).flatMap((entry) => [entry.citation, ...(entry.see_also ?? [])]).map((each) => each?.quote);
      const others = citations.filter((citation) => !parts.includes(citation) && !inCard.includes(citation.quote));
      const card = message.card && this.#card(message, said, item, at);
      const [symbol, label] = message.from_person ? ["person", "kindPerson"] : KIND_LABELS[message.kind] ?? [];
      return h("div", { class: `message kind-${message.kind}` },
        h("span", { class: "sr" }, t("bot")),
        label && h("p", { class: "label" }, icon(symbol), t(label)),
        !said.parentNode && !(card && saysItsText(message.card)) && said,
        card,
        !(card && SHOWS_SOURCES.has(message.card.type)) && sources(others));
    }

    /** A card of a type or shape that this version does not know leaves the message its text. */
    #card({ card, text }, said, item, at) {
      if (!Object.hasOwn(CARD_RENDERERS, card.type)) return null;
      try {
        return CARD_RENDERERS[card.type](card, { text, said, ...this.#ticking(item, at, card), ...this.#wishing(item) });
      } catch (error) {
        console.error(error);
        return null;
      }
    }

    #wishing(item) {
      const wish = async (phone) => {
        await post("api/v1/chat/callback", { session_id: this.#kept.session, phone, consent: true });
        item.wished = true;
        this.#save();
      };
      return { wish, wished: item.wished };
    }

    /** What the person has ticked in a card's list; until then, what the service says is done. By its id where an entry has one. */
    #ticking(item, at, card) {
      const entries = entriesOf(card);
      const own = item.ticked?.[at] ?? entries.flatMap((entry, number) => (entry.done ? [number] : []));
      const named = new Set(this.#kept.ticked ?? []);
      const ticked = new Set(entries.flatMap((entry, number) => ((entry.id ? named.has(entry.id) : own.includes(number)) ? [number] : [])));
      const tick = (number, on) => {
        ticked[on ? "add" : "delete"](number);
        const { id } = entries[number];
        const kept = new Set(this.#kept.ticked ?? []);
        if (id) this.#kept.ticked = (kept[on ? "add" : "delete"](id), [...kept]);
        else item.ticked = { ...item.ticked, [at]: [...ticked] };
        this.#save();
      };
      return { ticked, tick };
    }

    /** Quick replies: the question's options first, then the other buttons, each with the words it sends. */
    #replies(message) {
      const buttons = message.buttons ?? [];
      const offered = new Set(buttons.map((each) => each.title));
      const options = (message.card?.options ?? []).filter((option) => !offered.has(option.title));
      const date = message.card?.type === "eligibility_question" && /_date$/.test(message.card.fact ?? "");
      if (!options.length && !buttons.length && !date && message.kind !== "error") return null;
      const next = message.kind === "answer" && !message.card;
      return h("div", { class: next ? "replies next" : "replies", role: "group", "aria-label": t(next ? "next" : "choices") },
        next && h("p", { class: "small", "aria-hidden": "true" }, t("next")),
        date && this.#datePicker(),
        options.map((option) => button("chip", option.title, () => this.#ask(option.title))),
        buttons.map(({ title, payload }) => button("chip", title, () => this.#ask(title, payload))),
        message.kind === "error" && button("chip", t("again"), () => this.#askAgain()));
    }

    #datePicker() {
      const today = new Date().toLocaleDateString("sv-SE"); // YYYY-MM-DD
      const field = h("input", { class: "field", type: "date", max: today, "aria-label": t("date") });
      const use = () => {
        if (field.value && field.checkValidity()) this.#ask(longDate(field.value), field.value);
        else field.focus();
      };
      return h("div", { class: "dated" }, field, button("chip", t("dateUse"), use));
    }

    #feedback(item) {
      const row = h("div", { class: "feedback" });
      const say = h("span", {});
      const vote = async (helpful, comment) => {
        try {
          await post("api/v1/feedback", { trace_id: item.trace, helpful, comment });
          item.vote = helpful;
          this.#save();
          draw(helpful || comment !== undefined);
          say.textContent = t("thanks");
          (row.querySelector("textarea") ?? row.querySelector("[aria-pressed=true]")).focus();
          row.scrollIntoView({ block: "nearest" });
        } catch {
          say.textContent = t("voteFailed");
        }
      };
      const thumb = (helpful, symbol, label) => {
        const control = button("tool", label, () => vote(helpful), icon(symbol));
        control.setAttribute("aria-pressed", String(item.vote === helpful));
        return control;
      };
      const draw = (finished) => {
        row.replaceChildren(thumb(true, "up", t("helpful")), thumb(false, "down", t("unhelpful")), say);
        if (item.vote === false && !finished) row.append(this.#reasonForm((comment) => vote(false, comment)));
      };
      draw(item.vote !== undefined);
      return row;
    }

    #reasonForm(give) {
      const field = h("textarea", {
        class: "field", rows: 2, maxlength: 500, "aria-label": t("reason"), placeholder: t("reason"),
      });
      const submit = (event) => {
        event.preventDefault();
        give(field.value.trim());
      };
      return h("form", { onsubmit: submit }, field, h("button", { class: "chip" }, t("reasonSend")));
    }

    // ── asking ──

    #submit() {
      const text = this.#parts.input.value.trim();
      if (!text || this.#turn || [...text].length > MESSAGE_LIMIT) return;
      this.#fillInput("");
      this.#ask(text);
    }

    #ask(text, payload = text) {
      if (this.#turn) return;
      const focused = this.shadowRoot.activeElement?.closest(".replies");
      this.shadowRoot.querySelectorAll(".replies").forEach((replies) => replies.remove());
      // The button that was pressed is gone; on a phone the input would bring up the keyboard.
      if (focused) this.#focusInput();
      this.#deliver({ from: "user", text, payload });
    }

    #askAgain() {
      const last = this.#kept.items.findLast((item) => item.from === "user");
      if (last) this.#ask(last.text, last.payload);
    }

    #resend(item) {
      if (this.#turn || item.failure.until > Date.now()) return;
      const { items } = this.#kept;
      items.splice(items.indexOf(item), 1);
      delete item.failure;
      this.#fillLog();
      this.shadowRoot.querySelectorAll(".replies").forEach((replies) => replies.remove());
      this.#focusInput();
      this.#deliver(item);
    }

    async #deliver(item) {
      const turn = new AbortController();
      this.#turn = turn;
      this.#append(item);
      this.#showTyping(true);
      try {
        const reply = await this.#exchange(item.payload, turn.signal);
        if (turn.signal.aborted) return;
        this.#kept.session = reply.session_id;
        this.#parts.offline.hidden = true;
        // Nothing is said by itself while a person has the conversation.
        const said = { from: "bot", messages: reply.messages, trace: reply.trace_id };
        this.#finish(() => (said.messages.length ? this.#append(said) : this.#save()));
        this.#fetchNews();
      } catch (failure) {
        if (turn.signal.aborted) return;
        if (!(failure instanceof Failure)) throw failure;
        const until = failure.waitSeconds && Date.now() + 1000 * failure.waitSeconds;
        item.failure = { code: failure.code, message: failure.message, until };
        this.#finish(() => {
          this.#fillLog();
          this.#showNewest();
        });
        this.#parts.offline.hidden = failure.code !== "offline";
        this.#save();
      }
    }

    /** One turn; an expired session is begun anew without troubling the person. */
    async #exchange(message, signal) {
      const send = async () => {
        const session = this.#kept.session ?? undefined;
        const reply = await post("api/v1/chat", { message, session_id: session, locale, channel: "web" }, signal);
        if (!Array.isArray(reply?.messages)) throw new Failure("offline"); // not our service that answered
        return reply;
      };
      try {
        return await send();
      } catch (failure) {
        if (failure.code !== "session_not_found" || !this.#kept.session) throw failure;
        this.#kept.session = null;
        return await send();
      }
    }

    #finish(show) {
      this.#turn = null;
      this.#showTyping(false);
      show();
      this.#onInput();
    }

    #append(item) {
      const near = this.#nearEnd();
      this.#kept.items.push(item);
      this.#parts.log.append(this.#itemElement(item, true));
      this.#save();
      this.#showEdition();
      if (item.from === "bot" && !this.#kept.open) {
        this.#parts.launcher.dataset.new = "";
        this.#parts.launcher.setAttribute("aria-label", t("launcherNew"));
      }
      // Someone who scrolled back to read is not torn away from it.
      if (item.from === "user" || near) this.#showNewest();
      else this.#parts.unseen.hidden = false;
    }

    // ── people at the desk ──

    /** Often while a person is wanted or there, now and then while somebody looks at the panel. */
    #listen() {
      clearTimeout(this.#news);
      if (!this.#kept.session) return;
      this.#news = setTimeout(() => this.#fetchNews(), this.#kept.desk === "bot" ? 15_000 : 2_500);
    }

    async #fetchNews() {
      clearTimeout(this.#news);
      const { session, after, desk, open } = this.#kept;
      const looked = desk !== "bot" || (open && !document.hidden);
      if (session && looked && !this.#turn) {
        try {
          const news = await post("api/v1/chat/updates", { session_id: session, after });
          if (session === this.#kept.session && after === this.#kept.after) this.#take(news);
        } catch {
          // asked again soon; what was missed comes then
        }
      }
      this.#listen();
    }

    #take({ state, messages }) {
      this.#kept.desk = state;
      for (const message of messages) {
        this.#kept.after = message.id;
        this.#append({ from: "bot", messages: [message] });
      }
      this.#save();
    }

    // ── showing ──

    #showTyping(on) {
      const { log } = this.#parts;
      log.querySelector(".typing")?.remove();
      if (!on) return;
      log.append(h("div", { class: "typing" }, h("i", { "aria-hidden": "true" }, h("b")), t("typing")));
      this.#scroller().scrollTop = this.#scroller().scrollHeight;
      this.#onInput();
    }

    #showEdition() {
      const messages = this.#kept.items.flatMap((item) => item.messages ?? []);
      const cited = messages.map((message) => message.citations?.[0]?.edition ?? message.card?.edition);
      this.#parts.edition.textContent = t("edition", { edition: cited.findLast(Boolean) ?? DEFAULT_EDITION });
    }

    /** The element that scrolls: the log, or the whole panel on a very low screen. */
    #scroller() {
      const { log, panel } = this.#parts;
      return getComputedStyle(log).overflowY === "visible" ? panel : log;
    }

    #nearEnd() {
      const scroller = this.#scroller();
      return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
    }

    /** Scrolls the newest message to its beginning: a long answer is read from the top. */
    #showNewest() {
      const scroller = this.#scroller();
      const newest = this.#parts.log.querySelector(":scope > :last-child");
      if (this.#kept.items.length && newest) {
        scroller.scrollTop += newest.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 12;
      }
      this.#parts.unseen.hidden = true;
    }

    #onScroll() {
      if (this.#nearEnd()) this.#parts.unseen.hidden = true;
    }

    #save() {
      // Nothing is stored about people who only look.
      if (this.#kept.items.length) store.save({ ...this.#kept, locale });
    }

    // ── keyboard and input ──

    #focusInput() {
      if (touch.matches) this.#parts.panel.focus();
      else this.#parts.input.focus();
    }

    #fillInput(text) {
      this.#hideMatches();
      this.#parts.input.value = text;
      this.#onInput();
    }

    #onInput() {
      const { input, send, count } = this.#parts;
      const length = [...input.value.trim()].length;
      const over = length - MESSAGE_LIMIT;
      const near = length >= COUNTER_FROM ? t("count", { n: length, max: MESSAGE_LIMIT }) : "";
      count.textContent = over > 0 ? t("over", { n: over }) : near;
      count.classList.toggle("over", over > 0);
      input.setAttribute("aria-invalid", String(over > 0));
      send.setAttribute("aria-disabled", String(!length || over > 0 || this.#turn !== null));
      input.style.height = "auto";
      if (input.scrollHeight) input.style.height = `${input.scrollHeight + 2}px`; // 0 while the panel is closed
    }

    // ── questions that match what is typed ──

    /** Asks for them in a pause of typing; never while an input method composes, nor where the bot waits for an answer. */
    #onTyping(event) {
      this.#hideMatches();
      const typed = this.#parts.input.value.trim();
      const newest = this.#kept.items.at(-1)?.messages?.at(-1);
      const answers = ["question", "step"].includes(newest?.kind);
      const enough = /[^\x00-\x7f]/.test(typed) || typed.length > 1;
      if (event.isComposing || answers || this.#turn || !enough || typed.length > LONGEST_TYPED) return;
      const matches = { request: new AbortController() };
      matches.timer = setTimeout(() => this.#findMatches(typed, matches), PAUSE_MS);
      this.#matches = matches;
    }

    async #findMatches(typed, matches) {
      try {
        const { suggestions } = await get("api/v1/suggest", { q: typed, locale }, matches.request.signal);
        if (matches === this.#matches && suggestions.length) this.#showMatches(suggestions);
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure; // without them one types on
      }
    }

    #showMatches(questions) {
      const { input, matches, found } = this.#parts;
      const option = (question, at) =>
        h("li", { role: "option", id: `match-${at}`, "aria-selected": "false", onclick: () => this.#choose(question) }, question);
      matches.replaceChildren(...questions.map(option));
      // The input keeps the focus, and a phone its keyboard.
      matches.onpointerdown = (event) => event.preventDefault();
      matches.hidden = false;
      input.setAttribute("aria-activedescendant", "");
      found.textContent = t("matches", { n: questions.length });
    }

    #hideMatches() {
      const { input, matches, found } = this.#parts;
      clearTimeout(this.#matches?.timer);
      this.#matches?.request.abort();
      this.#matches = null;
      matches.hidden = true;
      found.textContent = "";
      input.removeAttribute("aria-activedescendant");
    }

    #choose(question) {
      this.#fillInput("");
      this.#ask(question);
    }

    /** The keys that belong to an open list; true when this one did. */
    #onMatchesKey(event) {
      const { input, matches } = this.#parts;
      if (matches.hidden || event.target !== input) return false;
      const options = [...matches.children];
      const at = options.findIndex((each) => each.ariaSelected === "true");
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        // One place more than there are options: there, what was typed is what Enter sends.
        const next = (at + 1 + step + options.length + 1) % (options.length + 1) - 1;
        options.forEach((each, place) => each.setAttribute("aria-selected", String(place === next)));
        input.setAttribute("aria-activedescendant", options[next]?.id ?? "");
        options[next]?.scrollIntoView({ block: "nearest" });
      } else if (event.key === "Escape") {
        event.stopPropagation();
        this.#hideMatches();
      } else if (event.key === "Enter" && !event.shiftKey && at >= 0) {
        this.#choose(options[at].textContent);
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    }

    #onKey(event) {
      // While an input method composes, Enter and Escape belong to it; Safari reports its last Enter as key 229.
      if (event.isComposing || event.keyCode === 229 || this.#onMatchesKey(event)) return;
      if (event.key === "Enter" && !event.shiftKey && event.target === this.#parts.input) {
        event.preventDefault();
        this.#submit();
      } else if (event.key === "Escape" && this.#kept.open) {
        event.stopPropagation();
        if (this.#parts.confirm.hidden) this.close();
        else this.#cancelFresh();
      } else if (event.key === "Tab" && this.#kept.open && wholeScreen.matches) {
        this.#keepFocus(event);
      }
    }

    /** Covering the page, the panel keeps Tab inside: what is behind it cannot be seen. */
    #keepFocus(event) {
      const found = this.#parts.panel.querySelectorAll("a[href], button, select, textarea, input, summary, [tabindex='0']");
      const all = [...found].filter((element) => element.getClientRects().length);
      const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
      const active = this.shadowRoot.activeElement;
      if (active !== from && !(event.shiftKey && active === this.#parts.panel)) return;
      event.preventDefault();
      to.focus();
    }
  }

  customElements.define(TAG, Widget);
  const start = () => document.body.append(document.createElement(TAG));
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start, { once: true });
  else start();
})();
