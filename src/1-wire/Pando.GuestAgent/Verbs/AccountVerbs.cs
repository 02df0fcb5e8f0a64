using System.Text;

namespace Pando.GuestAgent;

/// <summary>Sets a user's password.</summary>
/// <param name="Username">The user, who must exist.</param>
/// <param name="Password">The password, or its hash, in base64.</param>
/// <param name="Crypted">Whether it is a hash as crypt(3) makes it.</param>
public sealed record GuestSetUserPassword(string Username, string Password, bool Crypted) : AgentVerb<Nothing>("guest-set-user-password")
{
    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        // The password stays out of logs.
        builder.Append(nameof(Username)).Append(" = ").Append(Username);
        return true;
    }
}

/// <summary>The keys in a user's authorized_keys.</summary>
/// <param name="Username">The user.</param>
public sealed record GuestSshGetAuthorizedKeys(string Username) : AgentVerb<GuestSshKeys>("guest-ssh-get-authorized-keys");

/// <summary>The answer to <see cref="GuestSshGetAuthorizedKeys"/>.</summary>
/// <param name="Keys">A line each.</param>
public sealed record GuestSshKeys(IReadOnlyList<string> Keys);

/// <summary>Adds keys to a user's authorized_keys.</summary>
/// <param name="Username">The user.</param>
/// <param name="Keys">A line each.</param>
/// <param name="Reset">Whether they take the place of all that were there.</param>
public sealed record GuestSshAddAuthorizedKeys(string Username, IReadOnlyList<string> Keys, bool? Reset = null)
    : AgentVerb<Nothing>("guest-ssh-add-authorized-keys");

/// <summary>Removes keys from a user's authorized_keys.</summary>
/// <param name="Username">The user.</param>
/// <param name="Keys">A line each.</param>
public sealed record GuestSshRemoveAuthorizedKeys(string Username, IReadOnlyList<string> Keys)
    : AgentVerb<Nothing>("guest-ssh-remove-authorized-keys");
