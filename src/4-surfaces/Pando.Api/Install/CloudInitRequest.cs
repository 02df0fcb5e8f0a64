namespace Pando.Api.Install;

/// <summary>
/// What cloud-init in the guest is told on its first boot (a NoCloud seed). Either the single settings, or a
/// whole <see cref="UserData"/>.
/// </summary>
public sealed record CloudInitRequest
{
    /// <summary>The user that is made, with sudo; absent: the image's own default user.</summary>
    public string? User { get; init; }

    /// <summary>Public keys that may log in as that user.</summary>
    public IReadOnlyList<string> SshKeys { get; init => field = value ?? []; } = [];

    /// <summary>That user's password, in clear; stored only hashed.</summary>
    public string? Password { get; init; }

    /// <summary>The guest's host name; absent: the machine's name.</summary>
    public string? Hostname { get; init; }

    /// <summary>Packages that are installed on the first boot.</summary>
    public IReadOnlyList<string> Packages { get; init => field = value ?? []; } = [];

    /// <summary>A whole network-config document.</summary>
    public string? NetworkConfig { get; init; }

    /// <summary>A whole user-data document in place of the single settings.</summary>
    public string? UserData { get; init; }

    /// <summary>A whole meta-data document.</summary>
    public string? MetaData { get; init; }

    /// <summary>Tells nothing: it holds passwords.</summary>
    public override string ToString() => nameof(CloudInitRequest);
}
