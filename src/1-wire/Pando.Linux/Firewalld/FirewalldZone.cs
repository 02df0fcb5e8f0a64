namespace Pando.Linux.Firewalld;

/// <summary>A zone as firewalld keeps it (firewalld.zone(5)).</summary>
/// <param name="Name">Its name, of at most 17 characters.</param>
/// <param name="Description">For people.</param>
public sealed record FirewalldZone(string Name, string Description)
{
    /// <summary>What happens to what no rule speaks of: <c>ACCEPT</c>, <c>REJECT</c>, <c>DROP</c> or <c>default</c>.</summary>
    public string Target { get; init; } = "default";

    /// <summary>The host's services that are reached from it.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The protocols of IP that the host is reached by.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>Rules in firewalld's own language (firewalld.richlanguage(5)).</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}

/// <summary>What holds from some zones to others (firewalld.policy(5)).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">For people.</param>
public sealed record FirewalldPolicy(string Name, string Description)
{
    /// <summary>What happens to what no rule speaks of: <c>ACCEPT</c>, <c>REJECT</c>, <c>DROP</c> or <c>CONTINUE</c>.</summary>
    public string Target { get; init; } = "CONTINUE";

    /// <summary>Where packets come from; <c>ANY</c> is everywhere.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Where they go.</summary>
    public IReadOnlyList<string> To { get; init; } = [];
}
