"""Troubleshooters of 40 steps, as long as those of the sample, made up.

A rich tree asks for the topic and then has three parts of thirteen steps: 13 choices, 12 things to
try, 3 questions each for yes or no, a number, a date and several answers, and one each for an
amount, a text and an entry of a list. There are rules with `when` and `if`, a way back with `max`,
options that depend on answers, 6 facts, a decision table with two inputs, 20 outcomes of all kinds,
of which 3 work out a text, private answers, `set`, `check`, hints, help, articles and 34 scenarios.

A plain tree has 30 choices whose answers say themselves where they lead, 10 numbers with two rules
each, and 12 outcomes, as a beginner writes them: no scenarios, tables or dates.
"""

from __future__ import annotations

from string import Template

STEPS = 40
OTHER = "another-problem"
"""The troubleshooter to which one outcome hands over."""

TEXT_OF_OTHER = """troubleshooter: 1
title: Another problem
summary: It begins somewhere else.
start: area
steps:
  area: { ask: Which area?, options: { a: { label: This, go: c }, b: { label: That, go: c } } }
outcomes: { c: { solution: Done } }
"""
ARTICLES = ("help/browsers.md", "help/offline.md", "help/plans.md")
SUBJECTS = ("video", "exercise", "quiz", "certificate", "invoice", "lesson", "report", "message")


_HEAD = Template("""\
troubleshooter: 1
title: The $subject of case $number does not work as it should
summary: Find out what keeps the $subject from working, whatever the device, plan or network.
aliases: [$subject broken, $subject $number, no $subject, $subject missing, $subject too slow]
owner: support
review_by: 2027-05-01
category: help
applies_to: [Plus, Business, Web, iOS, Android]

privacy: { keep_out_of_url: [a_extra] }
constants: { least_version: $least, recent_days: $days }

start: topic

steps:
  topic:
    ask: What is wrong with the $subject?
    hint: Choose what fits best. You can come back and change your answer.
    options:
      a: { label: "It does not open, or the page stays white", go: a_sign }
      b: { label: "It opens, and then it stops after a while", go: b_sign }
      c: { label: "It works, but what it shows is not right", hint: "Numbers, names, or dates.", \
go: c_sign }
      other: { label: Something else, go: out_write }
""")

_PART = Template("""
  ${p}_sign:
    ask: What do you see in $unit?
    hint: Choose the last thing you saw before you came here.
    help: Look at the **middle** of the page. A message has a code such as `V-$number` below it.
    options:
      blank: { label: A white or black page, go: ${p}_reload }
      code: { label: A message with a code, hint: It has two or three digits., go: ${p}_where }
      slow: { label: "The $subject, but it is much too slow", go: ${p}_devices }
      other: Something that is not in this list
    go: ${p}_since

  ${p}_reload:
    try: Load the $subject again, without old data
    body: |
      What the browser has kept of $unit may be older than what we sent.

      1. Close all other tabs with the $subject.
      2. Hold **Shift** and select *Reload*, or press `Ctrl+F5`.
      3. Wait until the bar at the top of $unit is full, then open the $subject.
    article: help/browsers.md
    not_fixed: ${p}_version

  ${p}_version:
    ask: Which version of the browser do you have?
    hint: Under Help and About, the number before the first point.
    type: number
    min: 1
    max: 400
    error: Enter the number before the first point, for example 131.
    not_sure: ${p}_private
    go:
      - { when: { ${p}_version: "< least_version" }, to: ${p}_update }
      - { if: "${p}_version < $middle and ${p}_sign == 'blank'", to: out_${p}_edge }
      - { to: ${p}_private }

  ${p}_update:
    try: Update the browser and start it again
    body: |
      Versions before {least_version} cannot show the $subject. You have {${p}_version}.

      - Open **Help**, then **About**, and wait until it says that it is up to date.
      - Restart the browser and open $unit again. What you wrote there is kept.
      - On a phone, look for updates in the shop from which you have the app.
    not_fixed: ${p}_private

  ${p}_private:
    try: Open the $subject in a private window
    body: |
      Some extensions stop the $subject, and a private window has none of them.

      1. Open a private window and sign in with the address of your account.
      2. Open $unit, select the $subject, and wait for half a minute.
      3. If it works there, close the window again. Nothing in it is kept.
    fixed: out_${p}_extension
    not_fixed: ${p}_team

  ${p}_since:
    ask: Since when is it like that in $unit?
    hint: A guess will do. Think of the last day on which it worked.
    type: date
    min: today - 2 years
    max: today
    error: Enter a day in the last two years, for example 27 10 2026.
    not_sure: ${p}_team
    go:
      - { if: ${p}_is_recent, to: ${p}_clear }
      - { when: { ${p}_since: "< 2026-01-01" }, to: out_old }
      - { to: ${p}_team }

  ${p}_clear:
    try: Sign out everywhere, then sign in again
    body: >
      Something changed in the last {recent_days} days. Open **Settings → Security**, select *Sign
      out everywhere*, wait for a minute, and sign in on this device alone. Then open $unit.
    not_fixed: ${p}_team

  ${p}_devices:
    ask: On which devices is the $subject slow?
    type: multi
    options:
      computer: A computer with a browser
      phone: A phone or tablet with the app
      tv: A television or a large screen
    none: I tried it on one device only
    set: { ${p}_tried: count(${p}_devices) }
    go:
      - { if: ${p}_is_everywhere, to: out_${p}_line }
      - { if: "'tv' in ${p}_devices", to: out_tv }
      - { to: ${p}_reload }

  ${p}_team:
    ask: Do you learn with a company or a school?
    hint: You do if somebody invited you and you don't pay yourself.
    type: yes_no
    options:
      yes: { label: "Yes, with a company or school", go: ${p}_plan }
      no: { go: ${p}_again }

  ${p}_plan:
    ask: Which plan does your workspace have?
    options:
      free: { label: The one without a price, if: "${p}_sign != 'slow'" }
      team: "Team, paid by the month"
      school: { label: "School, with a contract", hint: An administrator knows. }
      other: "Another one, or I don't know"
    go:
      - { when: { ${p}_plan: [team, school], ${p}_sign: blank }, to: ${p}_extra }
      - { when: { ${p}_plan: free }, to: out_${p}_plan }
      - { to: ${p}_again }

  ${p}_where:
    ask: Where does the code stand?
    options:
      page: { label: "In the middle of the page", go: ${p}_extra }
      corner: { label: In a corner, go: out_corner }
      mail: In an email that you got from us
      nowhere: "It was there, but not any more"
    go: out_write

  ${p}_again:
    ask: Is there anything that you have not tried?
    options:
      reload: Load it again without old data
      later: { label: "Yes, but I would rather write to you", go: out_write }
      none: { label: "No, I tried it all", go: out_write }
    go:
      - { when: { ${p}_again: reload }, to: ${p}_reload, again: true, max: 2 }
      - { to: out_write }
""")

_EXTRAS = {
    "a": """
  a_extra:
    ask: Which amount does the newest receipt show?
    hint: In euros, as it stands at the bottom.
    type: money
    currency: EUR
    min: 0
    max: 10000
    not_sure: a_again
    decide: receipts
""",
    "b": """
  b_extra:
    ask: Which code stands below the message?
    type: text
    pattern: "[A-Z]-?[0-9]{2,3}"
    max_length: 6
    check: { if: "b_extra != 'V-000'", error: This is the example. Enter the code that you see. }
    error: Enter a letter and two or three digits, for example V-110.
    go:
      - { when: { b_extra: [V-110, V-220] }, to: out_b_code }
      - { to: b_again }
""",
    "c": """
  c_extra:
    ask: Which of these messages do you see?
    type: lookup
    options:
      v110: "V-110: we can't reach the $subject"
      v220: "V-220: your browser can't show the $subject"
      v310: "V-310: you are learning on another device"
      v401: "V-401: your session has ended"
      v451: "V-451: not available in your region"
      e12: "E-12: we can't reach your environment"
      e20: "E-20: all environments are busy"
      other: Another one
    not_sure: c_again
    go:
      - { when: { c_extra: [v110, v220] }, to: out_c_code }
      - { to: c_again }
""",
}

_LOGIC = Template("""
  ${p}_is_recent: days_between(${p}_since, today) <= recent_days
  ${p}_is_everywhere: ${p}_tried >= 2 and 'computer' in ${p}_devices
""")

_TABLE = Template("""
tables:
  receipts:
    hit: first
    inputs: [a_extra, a_sign]
    outputs: [to, what]
    rows:
      - ["< 1", any, out_a_code, a check of the card]
      - ["1..$middle", blank, out_a_code, one month]
      - ["1..$middle", any, out_corner, one seat]
      - [any, code, out_corner, a contract]
      - [any, any, a_again, something else]
""")

_OUTCOMES = Template("""
  out_${p}_edge:
    solution: Wait for the next version of the browser
    body: Versions up to $middle draw $unit wrongly. The next one is out within 4 weeks, and the \
$subject is kept for you until then. If you can't wait, any other browser will do.
    article: help/browsers.md
    not_helpful: ${p}_private
  out_${p}_extension:
    solution: An extension stops the $subject
    body: Allow `events.larkfield.example` in the extension that blocks ads or trackers, or turn \
it off for Larkfield. What you opened in $unit before that has to be opened again.
    article: help/browsers.md
  out_${p}_line:
    solution: Your line is too slow for the $subject
    body: |
      {advice} The $subject needs 5 Mbit/s, or 2 if you choose *Low quality*.

      - Ask the other people at your place to pause their videos.
      - Use a cable instead of the wireless network.
    text:
      advice:
        - { if: ${p}_tried >= 3, then: "'All of your devices are slow.'" }
        - { else: "'Two of your devices are slow.'" }
    not_helpful: out_write
  out_${p}_plan:
    solution: The free plan does not have the $subject
    body: An administrator can try another plan for 14 days under **Admin → Plan**. The $subject \
of $unit appears within 10 minutes, and nothing is charged if the plan is changed back in time.
    article: help/plans.md
    not_helpful: out_write
  out_${p}_code:
    solution: We know this code and are at work on it
    body: $known Nothing of $unit is lost meanwhile, and you need not do anything. The $subject \
comes back by itself within a day.
    not_helpful: out_write
""")

_END = Template("""
  out_old:
    solution: This has been so since the $subject was made
    body: Everything before 2026 was moved to a place of \
its own, where **My learning → Archive** shows it as it was.
    not_helpful: out_write
  out_tv:
    article: help/offline.md
    title: Download the $subject, then show it from the phone
    body: Televisions keep only a small part of your courses. What was downloaded to the phone \
is shown at once, also where there is no network. Select **Download** below the $subject and wait \
for the check mark.
  out_corner:
    handoff: another-problem
    title: That code belongs to the page around it
    body: What stands in a corner comes from the page. The next questions start from there.
    with: { area: topic }
  out_write:
    contact: support
    title: Let us look at the $subject together
    subject: "Case $number: {topic.label}"
    body: Tell us the address of the page with the $subject and the exact words of the last \
message you saw. Please don't send a password. We answer within one business day.
    ask_for: [address_of_the_page, last_message]
    send: answers

scenarios:
  today: 2026-11-20
  cases:
    - { name: Something else, answers: { topic: other }, expect: out_write }
""")

_SCENARIOS = Template("""\
    - name: Part ${p}, loaded again
      answers: { topic: ${p}, ${p}_sign: blank, ${p}_reload: fixed }
      expect: solved
      path: [topic, ${p}_sign, ${p}_reload]
    - name: Part ${p}, an old browser
      answers: { topic: ${p}, ${p}_sign: blank, ${p}_reload: not_fixed, ${p}_version: 99, \
${p}_update: fixed }
      expect: solved
    - name: Part ${p}, a browser that is nearly new
      answers: { topic: ${p}, ${p}_sign: blank, ${p}_reload: not_fixed, ${p}_version: $least }
      expect: out_${p}_edge
    - name: Part ${p}, an extension
      answers: { topic: ${p}, ${p}_sign: blank, ${p}_reload: not_fixed, ${p}_version: not_sure, \
${p}_private: fixed }
      expect: out_${p}_extension
    - name: Part ${p}, since yesterday
      answers: { topic: ${p}, ${p}_sign: other, ${p}_since: 2026-11-19, ${p}_clear: fixed }
      expect: solved
    - name: Part ${p}, for a long time
      answers: { topic: ${p}, ${p}_sign: other, ${p}_since: 2025-06-01 }
      expect: out_old
    - name: Part ${p}, slow on all devices
      answers: { topic: ${p}, ${p}_sign: slow, ${p}_devices: [computer, phone, tv] }
      expect: out_${p}_line
      shows: [All of your devices are slow]
    - name: Part ${p}, slow on a television
      answers: { topic: ${p}, ${p}_sign: slow, ${p}_devices: [tv] }
      expect: out_tv
    - name: Part ${p}, the plan
      answers: { topic: ${p}, ${p}_sign: other, ${p}_since: not_sure, ${p}_team: "yes", \
${p}_plan: free }
      expect: out_${p}_plan
    - name: Part ${p}, a code in a corner
      answers: { topic: ${p}, ${p}_sign: code, ${p}_where: corner }
      expect: out_corner
      sends: { topic: ${p}, ${p}_sign: code, ${p}_where: corner, area: ${p} }
    - name: Part ${p}, all tried
      answers: { topic: ${p}, ${p}_sign: other, ${p}_since: not_sure, ${p}_team: "no", \
${p}_again: none }
      expect: out_write
""")


_PLAIN_CHOICE = Template("""
  step_$n:
    ask: What do you see when you do what step $n of case $number says?
    hint: Look at the top of the page, beside the name of the course.
    help: Open the **menu** of lesson $number, then choose *Details*.
    options:
      first: { label: A black box where the video should be, go: out_$m }
      second: { label: A message with a code, hint: "It has 6 digits.", go: $next }
      third: { label: Something else that is not in this list, go: $next }
    not_sure: out_$m
""")
_PLAIN_NUMBER = Template("""
  step_$n:
    ask: Which version does the page of the browser named number $n show?
    type: number
    min: 1
    max: 300
    not_sure: out_$m
    go:
      - { if: "step_$n < 109 and answered", to: out_$m }
      - { to: $next }
""")
_PLAIN_OUTCOME = Template("""
  out_$m:
    solution: Update the browser and open the lesson of case $m again
    body: |
      1. Open the menu of the browser, then **Help** and **About**.
      2. Wait until it says that it is up to date, and restart it.
      3. Open lesson $number again. You have version {step_1}.
""")


def plain_text_of(number: int) -> str:
    """The YAML of a plain tree; no two numbers give the same one."""
    pieces = [
        f"troubleshooter: 1\ntitle: Case {number}\nfacts: {{ answered: known(step_1) }}\n",
        "start: step_1\nsteps:",
    ]
    for n in range(1, STEPS + 1):
        words = {"n": n, "m": n % 12, "number": number}
        words["next"] = f"step_{n + 1}" if n < STEPS else "out_0"
        pieces.append((_PLAIN_CHOICE if n % 4 else _PLAIN_NUMBER).substitute(words))
    pieces.append("\noutcomes:")
    pieces += [_PLAIN_OUTCOME.substitute(m=m, number=number) for m in range(12)]
    return "".join(pieces)


def text_of(number: int) -> str:
    """The YAML of a rich tree; no two numbers give the same one."""
    words = {
        "number": str(100 + number),
        "subject": f"{SUBJECTS[number % len(SUBJECTS)]}",
        "least": str(105 + number % 7),
        "middle": str(118 + number % 9),
        "days": str(7 + number % 14),
    }
    parts = []
    for p, unit in zip("abc", ("Course", "Path", "Workshop"), strict=True):
        known = "It is a sign of {receipts.what}." if p == "a" else f"It stands for case {number}."
        parts.append({**words, "p": p, "unit": f"{unit} {number + 1}", "known": known})
    pieces = [_HEAD.substitute(words)]
    pieces += [
        _PART.substitute(part) + Template(_EXTRAS[part["p"]]).substitute(part) for part in parts
    ]
    pieces += ["\nfacts:", *(_LOGIC.substitute(part).rstrip() for part in parts), "\n"]
    pieces += [_TABLE.substitute(words), "\noutcomes:"]
    pieces += [_OUTCOMES.substitute(part).rstrip() for part in parts]
    pieces.append(_END.substitute(words))
    pieces += [_SCENARIOS.substitute(part) for part in parts]
    return "".join(pieces)
