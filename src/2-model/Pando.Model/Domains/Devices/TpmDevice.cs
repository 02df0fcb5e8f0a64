using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A trusted platform module.</summary>
public sealed record TpmDevice : Device
{
    /// <summary>How the guest talks to it; null until the default is filled in.</summary>
    public TpmModel? Model { get; init; }

    /// <summary>What it stands on.</summary>
    public TpmBackend Backend { get; init; } = new TpmEmulator();

    /// <summary>Which version of the specification it is; null until the default is filled in.</summary>
    public TpmVersion? Version { get; init; }
}

/// <summary>How the guest talks to a module.</summary>
public enum TpmModel
{
    /// <summary>By registers, byte by byte.</summary>
    TpmTis,

    /// <summary>By a buffer; version 2.0 only.</summary>
    TpmCrb,
}

/// <summary>A version of the specification.</summary>
public enum TpmVersion
{
    /// <summary>1.2.</summary>
    [XmlEnum("1.2")]
    V12,

    /// <summary>2.0.</summary>
    [XmlEnum("2.0")]
    V20,
}

/// <summary>What a module stands on.</summary>
public abstract record TpmBackend
{
    private protected TpmBackend() { }
}

/// <summary>The module of the host itself, for one machine at a time.</summary>
/// <param name="Path">Its node; null is <c>/dev/tpm0</c>.</param>
public sealed record TpmPassthrough(string? Path = null) : TpmBackend;

/// <summary>A program of ours (swtpm) that keeps the module's memory with the machine.</summary>
public sealed record TpmEmulator : TpmBackend
{
    /// <summary>Whether its memory outlives a machine that has no stored definition.</summary>
    public bool? PersistentState { get; init; }

    /// <summary>The secret that its memory is encrypted with; null is none.</summary>
    public Guid? EncryptionSecret { get; init; }

    /// <summary>The banks of registers that measurements are kept in; empty leaves it to the program.</summary>
    public EquatableArray<TpmPcrBank> ActivePcrBanks { get; init; }
}

/// <summary>A program that somebody else runs.</summary>
/// <param name="SocketPath">The unix socket of its control channel.</param>
public sealed record TpmExternal(string SocketPath) : TpmBackend;

/// <summary>A bank of registers, by its hash.</summary>
public enum TpmPcrBank
{
    /// <summary>SHA-1.</summary>
    [XmlEnum("sha1")]
    Sha1,

    /// <summary>SHA-256.</summary>
    [XmlEnum("sha256")]
    Sha256,

    /// <summary>SHA-384.</summary>
    [XmlEnum("sha384")]
    Sha384,

    /// <summary>SHA-512.</summary>
    [XmlEnum("sha512")]
    Sha512,
}
