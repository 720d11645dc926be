// The few emoji names our texts use, and their characters.

export const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", no_entry: "⛔",
  no_entry_sign: "🚫", question: "❓", grey_question: "❔", exclamation: "❗", information_source: "ℹ️", bulb: "💡",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", clock1: "🕐", alarm_clock: "⏰", stopwatch: "⏱️", zzz: "💤",
  receipt: "🧾", page_facing_up: "📄", clipboard: "📋", memo: "📝", pencil: "📝", pencil2: "✏️", bookmark_tabs: "📑",
  moneybag: "💰", money_with_wings: "💸", credit_card: "💳", euro: "💶", bank: "🏦", coin: "🪙", chart_with_upwards_trend: "📈",
  bar_chart: "📊", package: "📦", truck: "🚚", shopping_trolley: "🛒", shopping_bags: "🛍️", department_store: "🏬",
  convenience_store: "🏪", house: "🏠", office: "🏢", bell: "🔔", no_bell: "🔕", inbox_tray: "📥", outbox_tray: "📤",
  email: "✉️", envelope: "✉️", incoming_envelope: "📨", link: "🔗", lock: "🔒", unlock: "🔓", key: "🔑", gear: "⚙️",
  wrench: "🔧", hammer_and_wrench: "🛠️", mag: "🔍", calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", pushpin: "📌",
  paperclip: "📎", arrows_counterclockwise: "🔄", repeat: "🔁", leftwards_arrow_with_hook: "↩️", arrow_right: "➡️",
  arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", fast_forward: "⏩", double_vertical_bar: "⏸️", arrow_forward: "▶️",
  octagonal_sign: "🛑", rotating_light: "🚨", red_circle: "🔴", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", large_orange_circle: "🟠", white_circle: "⚪", black_circle: "⚫", large_green_square: "🟩",
  raised_hand: "✋", wave: "👋", "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", eyes: "👀", tada: "🎉", robot_face: "🤖", speech_balloon: "💬",
  bust_in_silhouette: "👤", busts_in_silhouette: "👥", heavy_plus_sign: "➕", heavy_minus_sign: "➖", star: "⭐",
  sunrise: "🌅", sunny: "☀️", crescent_moon: "🌙", fire: "🔥", seedling: "🌱", test_tube: "🧪", electric_plug: "🔌", zap: "⚡",
  file_folder: "📁", card_index_dividers: "🗂️", wastebasket: "🗑️", label: "🏷️", scales: "⚖️", books: "📚", hash: "#️⃣",
};
