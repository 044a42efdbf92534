// SPDX-License-Identifier: GPL-3.0-or-later
// Every sentence of the camera page, whole, in both languages.

const en = {
    opening: 'Opening the camera link…',
    waiting: 'The workshop has not told of this link yet. The page tries again by itself.',
    ended: 'This link has ended. Please scan a new code of this order at the workshop PC with this phone: what is kept here then goes on by itself.',
    too_many: 'Too many attempts. The page tries again in a minute.',
    offline: 'No connection. Pictures are kept on this phone and sent by themselves.',
    subject: 'The next pictures show',
    take: 'Take a picture',
    pick: 'Choose from the album',
    counts: '{taken} taken, {sent} sent, {there} at the workshop',
    all_there: 'Every picture is at the workshop.',
    on_phone: { one: '1 picture is still on this phone. Please keep the page open.', other: '{count} pictures are still on this phone. Please keep the page open.' },
    not_here: { one: '1 picture of this link is not on this phone.', other: '{count} pictures of this link are not on this phone.' },
    elsewhere: { one: '1 picture of another order is still on this phone. To send it, please scan a new code of {titles} at the workshop PC.', other: '{count} pictures of other orders are still on this phone. To send them, please scan a new code of {titles} at the workshop PC.' },
    on_way: { one: '1 picture is on its way to the workshop. You may close the page.', other: '{count} pictures are on their way to the workshop. You may close the page.' },
    refused: { one: '1 picture was refused.', other: '{count} pictures were refused.' },
    state_kept: 'On this phone',
    state_not_here: 'Not on this phone',
    state_sending: 'Being sent, {percent} %',
    state_complete: 'Sent, waiting for the workshop',
    state_stored: 'At the workshop',
    state_refused: 'Refused: {reason}',
    too_big: '{name} is over {megabytes} MB and cannot be sent.',
    empty: '{name} is an empty file and cannot be sent. Please take the picture again.',
    unreadable: 'this phone can no longer read it. Please take it again.',
    not_taken: 'the workshop\u2019s customer app cannot take this file. Please take the picture again.',
    too_large: 'it is too big. Please take a smaller one.',
    take_off: 'Take off the list',
    not_kept: 'This phone keeps no pictures for the page: please keep it open until all are sent.',
    full: 'This link takes no more pictures. Please choose “New code” at the workshop PC and scan it with this phone: what is kept here then goes on by itself.',
    picture: 'Picture {number}: {subject}',
    // Why the workshop's PC refused one, by its code.
    'photo.empty': 'the file is empty. Please take the picture again.',
    'photo.not_a_photo': 'this is not a photo. JPEG, PNG, WebP and HEIC pictures can be sent.',
    'photo.file_too_big': 'it is larger than 20 MB. Please take a smaller one.',
    'photo.too_many_pixels': 'it has more than 50 million pixels. Please take a smaller one.',
    'photo.side_too_long': 'it is more than 16 384 pixels wide or high. Please take a smaller one.',
    'photo.animated': 'it is a moving picture. Please take a still photo.',
    'photo.too_much_metadata': 'it carries more than 8 MB of hidden data. Please take it again.',
    'photo.damaged': 'it is damaged or cut off. Please take it again.',
    'photo.timeout': 'it took too long to read. Please take it again.',
    'photo.changed_on_the_way': 'it arrived changed. Please take it again.',
    'photo.gone': 'the customer app no longer has it. Please take it again.',
    'photo.helper_died': 'it could not be read safely. Please take it again.',
};

const zh = {
    opening: '正在打开拍照链接…',
    waiting: '门店还没有登记这个链接，页面会自动重试。',
    ended: '此链接已失效。请用这部手机在门店电脑上扫描该工单的新二维码，手机里的照片会自动继续发送。',
    too_many: '尝试次数过多，一分钟后页面会自动重试。',
    offline: '没有网络。照片保存在手机里，联网后自动发送。',
    subject: '接下来的照片拍的是',
    take: '拍照',
    pick: '从相册选择',
    counts: '已拍 {taken} 张，已发送 {sent} 张，门店已收到 {there} 张',
    all_there: '所有照片都已到达门店。',
    on_phone: '还有 {count} 张照片在这部手机里，请不要关闭页面。',
    not_here: '此链接下有 {count} 张照片不在这部手机里。',
    elsewhere: '手机里还有 {count} 张其他工单的照片。如需发送，请在门店电脑上扫描 {titles} 的新二维码。',
    on_way: '还有 {count} 张照片正在送往门店，可以关闭页面。',
    refused: '有 {count} 张照片被拒绝。',
    state_kept: '在手机里',
    state_not_here: '不在这部手机里',
    state_sending: '正在发送 {percent}%',
    state_complete: '已发送，等待门店接收',
    state_stored: '门店已收到',
    state_refused: '被拒绝：{reason}',
    too_big: '{name} 超过 {megabytes} MB，无法发送。',
    empty: '{name} 是空文件，无法发送，请重新拍照。',
    unreadable: '手机已无法读取这张照片，请重新拍照。',
    not_taken: '客户应用无法接收这个文件，请重新拍照。',
    too_large: '照片太大，请拍小一点的照片。',
    take_off: '从列表中移除',
    not_kept: '这部手机无法替页面保存照片：全部发送完之前请不要关闭页面。',
    full: '此链接不能再接收照片。请在门店电脑上点“新二维码”，并用这部手机扫码，手机里的照片会自动继续发送。',
    picture: '第 {number} 张：{subject}',
    'photo.empty': '文件是空的，请重新拍照。',
    'photo.not_a_photo': '这不是照片，只能发送 JPEG、PNG、WebP 和 HEIC 图片。',
    'photo.file_too_big': '照片超过 20 MB，请拍小一点的照片。',
    'photo.too_many_pixels': '照片超过 5000 万像素，请拍小一点的照片。',
    'photo.side_too_long': '照片的宽或高超过 16384 像素，请拍小一点的照片。',
    'photo.animated': '这是动态图片，请拍摄静态照片。',
    'photo.too_much_metadata': '照片附带超过 8 MB 的隐藏数据，请重新拍照。',
    'photo.damaged': '照片已损坏或不完整，请重新拍照。',
    'photo.timeout': '读取照片用时过长，请重新拍照。',
    'photo.changed_on_the_way': '照片在传送途中被改变，请重新拍照。',
    'photo.gone': '客户应用已没有这张照片，请重新拍照。',
    'photo.helper_died': '照片无法安全读取，请重新拍照。',
};

const language = /^zh/i.test((navigator.languages ?? [navigator.language]).find((tag) => /^(zh|en)/i.test(tag)) ?? 'en') ? 'zh' : 'en';
document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';

/** A sentence; an entry with `one` and `other` is chosen by `values.count`. */
export function t(key, values = {}) {
    let text = (language === 'zh' ? zh : en)[key];
    if (typeof text === 'object') text = values.count === 1 ? text.one : text.other;
    return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** A code's words; what is no code is said as it is. */
export function why(code) {
    return code in en ? t(code) : code;
}
