// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/postgres.h"

#include <optional>
#include <string>

namespace bayline::portal {

struct ShopKey
{
    std::string shopId;
    std::string secret; ///< 32 bytes
};

struct Pairing
{
    std::string shopId;
    std::string shopName;
    std::string keyId;
    std::string secret; ///< 32 bytes
};

/// Makes a shop and its empty feed; the new id.
[[nodiscard]] std::string CreateShop(Connection& connection, const std::string& name);
[[nodiscard]] bool ShopExists(Connection& connection, const std::string& shopId);

/// A one-time code, good for ten minutes: ten letters and digits that cannot be mistaken for each other, as
/// "XXXXX-XXXXX". Only its digest is kept.
[[nodiscard]] std::string CreatePairingCode(Connection& connection, const std::string& shopId);
/// Uses up the code and makes a key. The two newest keys of a shop stay live. Nothing when the code is wrong, used
/// or too old.
[[nodiscard]] std::optional<Pairing> UsePairingCode(Connection& connection, const std::string& typedCode,
                                                    const std::string& client);

/// Makes `secret` (32 bytes) a further key of the shop. `signer`, the key that asked, is good for another day, any
/// third one ends. False when the name stands for another key.
[[nodiscard]] bool AddKey(Connection& connection, const std::string& shopId, const std::string& keyId,
                          const std::string& secret, const std::string& signer);

/// A live key.
[[nodiscard]] std::optional<ShopKey> FindKey(Connection& connection, const std::string& keyId);
/// False when the key was not live.
bool RevokeKey(Connection& connection, const std::string& keyId);
/// False when the nonce has been used with this key in the last ten minutes. Also forgets older ones now and then.
[[nodiscard]] bool UseNonce(Connection& connection, const std::string& keyId, const std::string& nonce);
/// Notes that the shop was heard of, at most once a second.
void NoteContact(Connection& connection, const std::string& shopId);

} // namespace bayline::portal
