namespace Pando.Api.Agents;

/// <summary>A guest's clock.</summary>
public sealed record GuestTime
{
    /// <summary>What it says.</summary>
    public required DateTimeOffset Time { get; init; }
}

/// <summary>What a guest's clock is set to: one of the members.</summary>
public sealed record GuestTimeRequest
{
    /// <summary>This time.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The host's time now.</summary>
    public bool Now { get; init; }

    /// <summary>What its own hardware clock says.</summary>
    public bool Sync { get; init; }
}

/// <summary>A user's new password.</summary>
public sealed record GuestPasswordRequest
{
    /// <summary>The user, who must exist.</summary>
    public required string User { get; init; }

    /// <summary>The password, or its hash.</summary>
    public required string Password { get; init; }

    /// <summary>Whether it is a hash as crypt(3) makes it.</summary>
    public bool Encrypted { get; init; }

    /// <summary>Tells no password.</summary>
    public override string ToString() => $"{nameof(GuestPasswordRequest)} {User}";
}

/// <summary>A user's SSH keys.</summary>
public sealed record GuestSshKeys
{
    /// <summary>The lines of authorized_keys.</summary>
    public required IReadOnlyList<string> Keys { get; init; }
}

/// <summary>A change of a user's SSH keys.</summary>
public sealed record GuestSshKeysRequest
{
    /// <summary>Lines of authorized_keys.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary><c>add</c> (the default), <c>reset</c> (they take the place of all others) or <c>remove</c>.</summary>
    public string? Change { get; init; }
}

/// <summary>A processor as the guest sees it.</summary>
public sealed record GuestVcpu
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>Whether the guest uses it.</summary>
    public required bool Online { get; init; }

    /// <summary>Whether the guest can do without it.</summary>
    public bool CanOffline { get; init; }
}

/// <summary>Which processors a guest is to use: a number of them, or some by their numbers.</summary>
public sealed record GuestVcpusRequest
{
    /// <summary>How many, at least one.</summary>
    public int? Count { get; init; }

    /// <summary>These too.</summary>
    public IReadOnlyList<long>? Online { get; init; }

    /// <summary>These no longer.</summary>
    public IReadOnlyList<long>? Offline { get; init; }
}
