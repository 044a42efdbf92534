// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/shop_store.h"

#include "portal/encoding.h"

#include "core/ids.h"
#include "core/random.h"

namespace bayline::portal {

namespace {

/// Without I, L, O and U (Crockford's base 32).
constexpr std::string_view kCodeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string NewCode()
{
    std::string code;
    for (const std::uint8_t byte : core::RandomBytes(10)) {
        if (code.size() == 5)
            code.push_back('-');
        code.push_back(kCodeLetters[byte % kCodeLetters.size()]);
    }
    return code;
}

/// What a person typed, as it was printed: upper case, no hyphens or spaces, O read as 0, I and L as 1.
std::string Normalised(std::string_view typed)
{
    std::string code;
    for (char c : typed) {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
        if (c == 'O')
            c = '0';
        if (c == 'I' || c == 'L')
            c = '1';
        if (c != '-' && c != ' ')
            code.push_back(c);
    }
    return code;
}

} // namespace

std::string CreateShop(Connection& connection, const std::string& name)
{
    const std::string id = core::ToString(core::NewUuid());
    Transaction transaction(connection);
    connection.Query("INSERT INTO shop (shop_id, name) VALUES ($1, $2)", {id, name});
    connection.Query("INSERT INTO feed (shop_id) VALUES ($1)", {id});
    transaction.Commit();
    return id;
}

bool ShopExists(Connection& connection, const std::string& shopId)
{
    return !connection.Query("SELECT 1 FROM shop WHERE shop_id = $1", {shopId}).Empty();
}

std::string CreatePairingCode(Connection& connection, const std::string& shopId)
{
    const std::string code = NewCode();
    connection.Query("INSERT INTO pairing_code (code_sha256, shop_id, expires_at)"
                     " VALUES ($1, $2, now() + interval '10 minutes')",
                     {Param::Bytes(Sha256(Normalised(code))), shopId});
    return code;
}

std::optional<Pairing> UsePairingCode(Connection& connection, const std::string& typedCode, const std::string& client)
{
    Transaction transaction(connection);
    const Rows used = connection.Query("UPDATE pairing_code p SET used_at = now() FROM shop s"
                                       " WHERE p.code_sha256 = $1 AND p.used_at IS NULL AND p.expires_at > now()"
                                       " AND s.shop_id = p.shop_id RETURNING s.shop_id, s.name",
                                       {Param::Bytes(Sha256(Normalised(typedCode)))});
    if (used.Empty())
        return std::nullopt;
    const auto secret = core::RandomBytes(32);
    Pairing pairing{used.Text(0, 0),
                    used.Text(0, 1),
                    "bk_" + RandomToken(12),
                    {reinterpret_cast<const char*>(secret.data()), secret.size()}};
    connection.Query("INSERT INTO shop_key (key_id, shop_id, secret, client) VALUES ($1, $2, $3, $4)",
                     {pairing.keyId, pairing.shopId, Param::Bytes(pairing.secret), client});
    connection.Query(
        "UPDATE shop_key SET revoked_at = now() WHERE shop_id = $1 AND revoked_at IS NULL AND key_id NOT IN"
        " (SELECT key_id FROM shop_key WHERE shop_id = $1 AND revoked_at IS NULL"
        " ORDER BY created_at DESC LIMIT 2)",
        {pairing.shopId});
    transaction.Commit();
    return pairing;
}

bool AddKey(Connection& connection, const std::string& shopId, const std::string& keyId, const std::string& secret,
            const std::string& signer)
{
    Transaction transaction(connection);
    connection.Query("SELECT 1 FROM shop WHERE shop_id = $1 FOR UPDATE", {shopId});
    const Rows made = connection.Query("INSERT INTO shop_key (key_id, shop_id, secret, client)"
                                       " VALUES ($1, $2, $3, 'replaced') ON CONFLICT DO NOTHING RETURNING 1",
                                       {keyId, shopId, Param::Bytes(secret)});
    if (made.Empty()) {
        const auto known = FindKey(connection, keyId);
        return known && known->shopId == shopId && EqualInConstantTime(known->secret, secret);
    }
    connection.Query("UPDATE shop_key SET revoked_at = now() WHERE shop_id = $1 AND revoked_at IS NULL"
                     " AND key_id NOT IN ($2, $3)",
                     {shopId, keyId, signer});
    connection.Query("UPDATE shop_key SET expires_at = LEAST(expires_at, now() + interval '1 day')"
                     " WHERE key_id = $1",
                     {signer});
    transaction.Commit();
    return true;
}

std::optional<ShopKey> FindKey(Connection& connection, const std::string& keyId)
{
    const Rows rows =
        connection.QueryBinary("SELECT shop_id::text, secret FROM shop_key WHERE key_id = $1 AND revoked_at IS NULL"
                               " AND (expires_at IS NULL OR expires_at > now())",
                               {keyId});
    if (rows.Empty())
        return std::nullopt;
    return ShopKey{rows.Text(0, 0), rows.Text(0, 1)};
}

bool RevokeKey(Connection& connection, const std::string& keyId)
{
    return connection.Query("UPDATE shop_key SET revoked_at = now() WHERE key_id = $1 AND revoked_at IS NULL", {keyId})
               .Changed() > 0;
}

bool UseNonce(Connection& connection, const std::string& keyId, const std::string& nonce)
{
    const Rows fresh =
        connection.Query("INSERT INTO nonce AS n (key_id, nonce) VALUES ($1, $2) ON CONFLICT (key_id, nonce) DO UPDATE"
                         " SET seen_at = now() WHERE n.seen_at < now() - interval '10 minutes' RETURNING 1",
                         {keyId, nonce});
    constexpr int kOneIn = 256;
    if (core::RandomBytes(1).front() % kOneIn == 0)
        connection.Query("DELETE FROM nonce WHERE seen_at < now() - interval '10 minutes'");
    return !fresh.Empty();
}

void NoteContact(Connection& connection, const std::string& shopId)
{
    connection.Query("INSERT INTO shop_contact AS c (shop_id, last_seen_at) VALUES ($1, now()) ON CONFLICT (shop_id)"
                     " DO UPDATE SET last_seen_at = now() WHERE c.last_seen_at < now() - interval '1 second'",
                     {shopId});
}

} // namespace bayline::portal
