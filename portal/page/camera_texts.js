// SPDX-License-Identifier: GPL-3.0-or-later
// Every sentence of the camera page, whole, in both languages.

const en = {
    opening: 'Opening the camera link…',
    waiting: 'The workshop has not told of this link yet. The page tries again by itself.',
    ended: 'This link has ended. Please scan a new code at the workshop PC.',
    too_many: 'Too many attempts. The page tries again in a minute.',
    offline: 'No connection. Pictures are kept on this phone and sent by themselves.',
    subject: 'The next pictures show',
    take: 'Take a picture',
    pick: 'Choose from the album',
    counts: '{taken} taken, {sent} sent, {there} at the workshop',
    all_there: 'Every picture is at the workshop.',
    on_phone: { one: '1 picture is still on this phone. Please keep the page open.', other: '{count} pictures are still on this phone. Please keep the page open.' },
    on_way: { one: '1 picture is on its way to the workshop. You may close the page.', other: '{count} pictures are on their way to the workshop. You may close the page.' },
    refused: { one: '1 picture was refused.', other: '{count} pictures were refused.' },
    state_kept: 'On this phone',
    state_sending: 'Being sent, {percent} %',
    state_complete: 'Sent, waiting for the workshop',
    state_stored: 'At the workshop',
    state_refused: 'Refused: {reason}',
    too_big: '{name} is over {megabytes} MB and cannot be sent.',
    not_kept: 'This phone keeps no pictures for the page: please keep it open until all are sent.',
    full: 'This link takes no more pictures. Please scan a new code at the workshop PC.',
    picture: 'Picture {number}: {subject}',
};

const zh = {
    opening: '正在打开拍照链接…',
    waiting: '门店还没有登记这个链接，页面会自动重试。',
    ended: '此链接已失效，请在门店电脑上重新扫码。',
    too_many: '尝试次数过多，一分钟后页面会自动重试。',
    offline: '没有网络。照片保存在手机里，联网后自动发送。',
    subject: '接下来的照片拍的是',
    take: '拍照',
    pick: '从相册选择',
    counts: '已拍 {taken} 张，已发送 {sent} 张，门店已收到 {there} 张',
    all_there: '所有照片都已到达门店。',
    on_phone: '还有 {count} 张照片在这部手机里，请不要关闭页面。',
    on_way: '还有 {count} 张照片正在送往门店，可以关闭页面。',
    refused: '有 {count} 张照片被拒绝。',
    state_kept: '在手机里',
    state_sending: '正在发送 {percent}%',
    state_complete: '已发送，等待门店接收',
    state_stored: '门店已收到',
    state_refused: '被拒绝：{reason}',
    too_big: '{name} 超过 {megabytes} MB，无法发送。',
    not_kept: '这部手机无法替页面保存照片：全部发送完之前请不要关闭页面。',
    full: '此链接不能再接收照片，请在门店电脑上重新扫码。',
    picture: '第 {number} 张：{subject}',
};

const language = /^zh/i.test((navigator.languages ?? [navigator.language]).find((tag) => /^(zh|en)/i.test(tag)) ?? 'en') ? 'zh' : 'en';
document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';

/** A sentence; an entry with `one` and `other` is chosen by `values.count`. */
export function t(key, values = {}) {
    let text = (language === 'zh' ? zh : en)[key];
    if (typeof text === 'object') text = values.count === 1 ? text.one : text.other;
    return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}
