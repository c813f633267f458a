// Every word of the pages, in Chinese. What packs and the server say comes with the data.
export default {
  app: { name: '基治', short: '基治', tagline: '县域基层治理平台', demo: '演示数据' },
  word: { yes: '是', no: '否', none: '无' },
  do: {
    retry: '再试一次', close: '关闭', cancel: '取消', save: '保存', delete: '删除', choose: '选择',
  },
  state: { loading: '正在加载…' },
  error: {
    offline: '网络没有接通。您填写的内容还在这一页，接通后请再试一次。',
    no_network: '没有网络', not_allowed: '您没有这项权限', not_found: '没有找到', refused: '没有办成', unexpected: '页面出了意外',
  },
  weekday: { 0: '星期一', 1: '星期二', 2: '星期三', 3: '星期四', 4: '星期五', 5: '星期六', 6: '星期日' },
  basis: { official: '官方', repost: '转载', draft: '草案', example: '示例' },
  shell: {
    skip: '跳到正文', menu: '菜单', navigation: '主导航', where: '所在区域，点开更换', other_language: 'English',
    type_large: '大字显示', type_normal: '标准字号', change_password: '修改密码', sign_out: '退出登录',
    search: '姓名或拼音首字母', found: '找到的记录', nobody: '没有找到。可输入姓名或首字母，如 zs。',
  },
  lost: { title: '没有这一页', what: '地址可能写错了，或这一页已经改名。', why: '可以从左边的菜单重新进入。', home: '回到今天要办' },
  sign_in: {
    login: '账号', password: '密码', enter: '登录', missing: '请填写账号和密码。',
    demo: '演示账号', demo_help: '点一个直接登录。数据都是虚构的。',
  },
  password: {
    title: '修改密码', first: '第一次登录，请先换成自己的密码。', why: '换好后用新密码登录。', old: '现在的密码', new: '新密码',
    again: '再输一次新密码', help: '至少 10 个字符，不要用姓名、生日或连续数字。', differ: '两次输入不一样', save: '换成新密码', done: '密码已经换好',
  },
  today: {
    title: '今天要办', things: '件', figures: '本区域数字', sub: '{day} · {count} 件要办，{pressing} 件较急',
    nothing: '今天没有要办的事', nothing_why: '合同到期、等级待核、工资复核等有了新情况，会排在这里。',
  },
  todo: { no_deadline: '无期限', overdue: '已过期，{date}到期', today: '今天', days_left: '还剩 {days} 个工作日', before: '{date}前' },
  indicator: { target: '，目标 {target}' },
  region: {
    find: '按名称查找区域', choose_whole: '选择{name}全部', below: '{name}的下级', none_found: '没有这个名称的区域', none_below: '没有下级区域',
  },
  form: {
    required: '必填', optional: '选填', missing: '请填写{title}', no_day: '{title}不是日期，请写成 2026-01-31',
    no_integer: '{title}应是整数', no_figure: '{title}应是数字', not_said: '未填', choose: '请选择', not_chosen: '还没有选',
    choose_region: '选择{title}', find_record: '输入姓名或名称查找', none_found: '没有找到', calendar: '打开日历',
    masked: '现为 {value}，不改就留空。', problems: '还有 {count} 处要改', rest: '其他', new_title: '新增{type}', saved: '{name}已保存',
    kept: '您填写的内容都还在，改好后再保存。', leave: '填写的内容还没有保存，确定离开吗？',
  },
  change: {
    from: '从哪天起生效', reason: '原因', reason_help: '写清为什么，如“公开招聘”“换届”“补录”。', document: '依据文件',
    document_help: '文件名称和文号，没有可不填。', about: '这次操作', what: '改哪里',
    change: '变更', correct: '更正', end: '离任',
    change_title: '变更：{name}', correct_title: '更正：{name}', end_title: '离任：{name}',
    change_why: '情况变了，从某一天起按新的算，之前的不动。',
    correct_why: '当初录错了，按正确的重新记录。原来的记录仍可查到。',
    end_why: '从这一天以后不再列入现有名单，记录全部保留。',
    end_field: '离任要填的内容', nothing: '没有改动任何内容，不用保存。',
    save_new: '保存', save_change: '保存变更', save_correct: '保存更正', save_end: '确认离任',
    done_change: '变更已保存', done_correct: '更正已保存', done_end: '已办理离任', proposed: '已送复核，通过后生效',
    was: '原为 {value}', changed_by_other: '您打开后，别人改过这条记录。请看过新内容再保存。', last_day: '最后一天',
  },
  list: {
    actions: '操作', select: '选中{name}', select_page: '选中本页全部', selected: '已选 {count} 条', unselect: '取消选择',
    find: '姓名或首字母', clear: '清除条件', columns: '显示列', sort: '排序', export: '导出', export_xlsx: '导出 Excel（{count} 条）',
    export_csv: '导出 CSV（{count} 条）', import: '导入表格', add: '新增', differs: '待重算',
    range: '第 {from}–{to} 条，共 {total} 条', previous: '上一页', next: '下一页', kept: '筛选条件还在。',
    none_match: '没有符合条件的记录', none_match_why: '可以放宽条件，或换一个区域。', empty: '这里还没有记录',
    empty_why: '可以导入现有的花名册表格，或一条一条新增。',
  },
  filter: { ge: '从', le: '到', contains: '包含' },
  saved: {
    title: '常用查询', none: '还没有。先筛选好，再存下来。', keep: '把现在的条件存为常用', name: '名称', help: '如“今年到期的”。', done: '已存为“{title}”',
  },
  bulk: {
    open: '批量变更', open_all: '变更全部 {count} 条', title: '批量变更 {count} 条', help: '同一项改成同一个值。每一条都会留下记录。',
    field: '改哪一项', value: '改成', confirm: '变更 {count} 条', done: '已变更 {count} 条',
  },
  reason: {
    row: '{table} 第 {row} 行', since: '自{date}起', differs: '现在记的是 {stored} {unit}，按规则重新计算为 {computed} {unit}。',
    apply: '按计算结果更新', no_steps: '这一项没有逐步说明。', basis: '依据', no_basis: '这一步没有写明依据。', source_text: '看原文',
    in_force: '自{date}起施行', inputs: '用到的情况', rule: '规则', whole_rule: '打开整张规则',
    apply_title: '更新{title}', apply_help: '由 {stored} 更新为 {computed}，并保存计算过程。', applied: '已按计算结果更新',
  },
  rule: { row: '行', this_row: '（就是这一行）', says: '说明', no_text: '这条规则没有可显示的内容。' },
  hit: {
    unique: '每种情况只对应一行。', first: '从上往下，用第一行符合的。', any: '可能有几行符合，结果相同。', priority: '几行符合时，用排在前面的结果。',
    collect: '所有符合的行都算。', rule_order: '所有符合的行，按行的顺序列出。', output_order: '所有符合的行，按结果的顺序列出。',
  },
  reveal: {
    show: '显示', title: '显示{title}', help: '谁在什么时候、为什么看过，会记下来。', reason: '为什么要看', example: '如：核对社保缴费', confirm: '显示',
  },
  record: {
    timeline: '经历', no_timeline: '还没有记录。', add_child: '新增{type}', no_children: '还没有记录。', details: '资料',
    look_back: '看过去某天', as_of: '那一天的情况', known: '按那时已知道的', look: '查看', now: '回到现在', as_of_tag: '{date} 的情况',
  },
  history: {
    title: '全部修改记录', create: '新增', change: '变更', correct: '更正', end: '离任', decide: '计算更新', import: '导入',
    from: '{date} 起', recorded: '{at} {who} 记录',
  },
  print: { open: '打印' },
}
