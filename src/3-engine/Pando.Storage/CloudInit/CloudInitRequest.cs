using System.Collections.Immutable;

namespace Pando.Storage.CloudInit;

/// <summary>What cloud-init in a guest is to do on the guest's first boot.</summary>
public sealed record CloudInitRequest
{
    /// <summary>Tells one guest from another: cloud-init does its work once for each. The machine's uuid.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The guest's host name, with or without a domain; null: the image's own.</summary>
    public string? Hostname { get; init; }

    /// <summary>The user that is made, with sudo; null: the image's default user.</summary>
    public string? User { get; init; }

    /// <summary>Public keys that may log in as that user.</summary>
    public ImmutableArray<string> SshKeys { get; init; } = [];

    /// <summary>That user's password, in clear; only its hash is written.</summary>
    public string? Password { get; init; }

    /// <summary>Packages that are installed.</summary>
    public ImmutableArray<string> Packages { get; init; } = [];

    /// <summary>Shell commands that are run at the end, in order.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>The network interfaces; empty: cloud-init's own default, DHCP on the first.</summary>
    public ImmutableArray<CloudInitInterface> Interfaces { get; init; } = [];

    /// <summary>A whole user-data document in place of user, keys, password, packages and commands.</summary>
    public string? UserData { get; init; }

    /// <summary>A whole meta-data document.</summary>
    public string? MetaData { get; init; }

    /// <summary>A whole network-config document in place of <see cref="Interfaces"/>.</summary>
    public string? NetworkConfig { get; init; }

    /// <summary>Tells nothing: it holds passwords.</summary>
    public override string ToString() => nameof(CloudInitRequest);
}

/// <summary>How one network interface of the guest is set up.</summary>
public sealed record CloudInitInterface
{
    /// <summary>Which one: its MAC address; null: every Ethernet interface.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Whether it asks for its IPv4 address.</summary>
    public bool Dhcp4 { get; init; }

    /// <summary>Whether it asks for its IPv6 address.</summary>
    public bool Dhcp6 { get; init; }

    /// <summary>Fixed addresses with their prefix length: <c>192.0.2.7/24</c>.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>Default gateways, at most one of each family.</summary>
    public ImmutableArray<string> Gateways { get; init; } = [];

    /// <summary>Name servers.</summary>
    public ImmutableArray<string> NameServers { get; init; } = [];

    /// <summary>Domains that short names are looked up in.</summary>
    public ImmutableArray<string> SearchDomains { get; init; } = [];
}
