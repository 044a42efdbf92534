// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/draft_store.h"

#include "core/failure.h"
#include "core/hash.h"
#include "desktop/presenters/whole_file.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fstream>
#include <iterator>

namespace bayline::desktop {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr auto kKeptFor = std::chrono::hours(14 * 24);
constexpr auto kSuffix = ".draft";

std::optional<Draft> Read(const std::string& bytes, const std::string& form)
{
    boost::system::error_code error;
    const auto value = json::parse(bytes, error);
    if (error || !value.is_object()) {
        return std::nullopt;
    }
    const auto& object = value.get_object();
    const auto* itsForm = object.if_contains("form");
    const auto* at = object.if_contains("at");
    const auto* content = object.if_contains("content");
    if (itsForm == nullptr || !itsForm->is_string() || itsForm->get_string() != form || at == nullptr ||
        !at->is_string() || content == nullptr || !content->is_object()) {
        return std::nullopt;
    }
    const auto instant = core::ParseRfc3339(std::string(at->get_string()));
    return instant ? std::optional(Draft{content->get_object(), *instant}) : std::nullopt;
}

} // namespace

DraftStore::DraftStore(fs::path folder, std::chrono::milliseconds pause) : m_folder(std::move(folder)), m_pause(pause)
{
    std::error_code ignored;
    fs::create_directories(m_folder, ignored);
    fs::permissions(m_folder, fs::perms::owner_all, ignored);
    ForgetOld();
    m_thread = std::jthread([this](const std::stop_token& stop) { Loop(stop); });
}

DraftStore::~DraftStore()
{
    m_thread.request_stop();
    m_wake.notify_all();
    m_thread.join();
}

fs::path DraftStore::FolderBeside(const fs::path& settingsFile)
{
    return settingsFile.parent_path() / "drafts";
}

void DraftStore::ForgetOld() const
{
    std::error_code ignored;
    const auto oldest = fs::file_time_type::clock::now() - kKeptFor;
    for (const auto& entry : fs::directory_iterator(m_folder, ignored)) {
        std::error_code unreadable;
        const auto at = fs::last_write_time(entry.path(), unreadable);
        if (!unreadable && at < oldest) {
            RemoveFileForGood(entry.path());
        }
    }
}

/// The name says neither who nor what: file names end up in backups and listings.
fs::path DraftStore::FileOf(core::StaffId person, const std::string& form) const
{
    return m_folder / (core::Sha256Hex(person.Text() + "/" + form).substr(0, 40) + kSuffix);
}

void DraftStore::Keep(core::StaffId person, const std::string& form, json::object content)
{
    Note(FileOf(person, form),
         json::serialize(
             json::object{{"form", form}, {"at", core::ToRfc3339(core::Now())}, {"content", std::move(content)}}));
}

void DraftStore::Discard(core::StaffId person, const std::string& form)
{
    Note(FileOf(person, form), std::nullopt);
}

void DraftStore::Note(fs::path file, std::optional<std::string> bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting[std::move(file)] = std::move(bytes);
    }
    m_wake.notify_all();
}

std::optional<Draft> DraftStore::Find(core::StaffId person, const std::string& form) const
{
    const auto file = FileOf(person, form);
    {
        const std::lock_guard lock(m_mutex);
        const auto waiting = m_waiting.find(file);
        if (waiting != m_waiting.end()) {
            return waiting->second ? Read(*waiting->second, form) : std::nullopt;
        }
        if (m_writing && m_writing->first == file) {
            return m_writing->second ? Read(*m_writing->second, form) : std::nullopt;
        }
    }
    std::ifstream in(file, std::ios::binary);
    return in ? Read(std::string(std::istreambuf_iterator<char>(in), {}), form) : std::nullopt;
}

void DraftStore::Flush()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_waiting.empty() && !m_writing; });
}

void DraftStore::Loop(const std::stop_token& stop)
{
    for (bool more = true; more;) {
        std::pair<fs::path, std::optional<std::string>> next;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); });
            if (m_waiting.empty()) {
                return;
            }
            next = *m_waiting.begin();
            m_waiting.erase(m_waiting.begin());
            m_writing = next;
        }
        try {
            if (next.second) {
                WriteWholeFile(next.first, *next.second, FileReaders::Owner);
            } else {
                RemoveFileForGood(next.first);
            }
        } catch (const core::Failure&) {
            // Tried again at the next key; the form still shows what was typed.
        }
        std::unique_lock lock(m_mutex);
        m_writing.reset();
        m_wake.notify_all();
        // Typing is not written key by key.
        m_wake.wait_for(lock, stop, m_pause, [] { return false; });
        more = !stop.stop_requested() || !m_waiting.empty();
    }
}

} // namespace bayline::desktop
