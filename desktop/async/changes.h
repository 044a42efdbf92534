// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bayline::desktop {

/// Keeps a callback registered while it lives.
class [[nodiscard]] Subscription final
{
public:
    Subscription() = default;
    explicit Subscription(std::function<void()> leave) : m_leave(std::move(leave)) {}
    ~Subscription() { Reset(); }
    Subscription(Subscription&& other) noexcept : m_leave(std::exchange(other.m_leave, nullptr)) {}
    Subscription& operator=(Subscription&& other) noexcept
    {
        if (this != &other) {
            Reset();
            m_leave = std::exchange(other.m_leave, nullptr);
        }
        return *this;
    }
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

    void Reset()
    {
        if (const auto leave = std::exchange(m_leave, nullptr))
            leave();
    }

private:
    std::function<void()> m_leave;
};

/// Callbacks with one argument; leaving while one of them runs is allowed. One thread only.
template <class Argument>
class Observers final
{
public:
    [[nodiscard]] Subscription Add(std::function<void(const Argument&)> callback)
    {
        const auto key = ++m_shared->last;
        m_shared->callbacks.emplace(key, std::move(callback));
        return Subscription([weak = std::weak_ptr(m_shared), key] {
            if (const auto shared = weak.lock())
                shared->callbacks.erase(key);
        });
    }

    void Call(const Argument& argument) const
    {
        const auto shared = m_shared;
        std::vector<std::uint64_t> keys;
        for (const auto& [key, callback] : shared->callbacks)
            keys.push_back(key);
        for (const auto key : keys) {
            const auto found = shared->callbacks.find(key);
            if (found == shared->callbacks.end())
                continue;
            const auto callback = found->second;
            callback(argument);
        }
    }

private:
    struct Shared
    {
        std::uint64_t last = 0;
        std::map<std::uint64_t, std::function<void(const Argument&)>> callbacks;
    };
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
};

/// A stream that got new events. Only a hint: the truth is a re-read.
struct StreamChange
{
    std::string stream; ///< "work_order/<uuid>"
    int seq = 0;
};

/// Several changes at once; `everything` after a lost connection, when anything may have changed.
struct News
{
    bool everything = false;
    std::vector<StreamChange> streams;
};

/// Where presenters hear what other PCs changed and whether the database is there. UI thread only.
class ChangeHub final
{
public:
    [[nodiscard]] Subscription OnNews(std::function<void(const News&)> callback)
    {
        return m_news.Add(std::move(callback));
    }
    [[nodiscard]] Subscription OnDatabase(std::function<void(const bool&)> callback)
    {
        return m_database.Add(std::move(callback));
    }
    [[nodiscard]] bool DatabasePresent() const { return m_present; }

    void Publish(const News& news) { m_news.Call(news); }
    /// Tells only when the state is a new one.
    void SetDatabasePresent(bool present)
    {
        if (m_present == present)
            return;
        m_present = present;
        m_database.Call(present);
    }

private:
    Observers<News> m_news;
    Observers<bool> m_database;
    bool m_present = true;
};

} // namespace bayline::desktop
