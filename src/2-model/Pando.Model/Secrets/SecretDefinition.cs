namespace Pando.Model.Secrets;

/// <summary>
/// A secret of the host, without its value: a passphrase or a key that definitions refer to
/// (<see href="https://libvirt.org/formatsecret.html"/>).
/// </summary>
public sealed record SecretDefinition
{
    /// <summary>Its own and unchanging id.</summary>
    public Guid Id { get; init; }

    /// <summary>Whether nothing of it is ever written to a disk: it goes with the daemon.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>Whether its value is for machines only, and nobody can ask for it.</summary>
    public bool Private { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>What it is for; null where definitions name it by its uuid only.</summary>
    public SecretUsage? Usage { get; init; }
}
