using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>How the content of a disk is encrypted.</summary>
public sealed record DiskEncryption
{
    /// <summary>The format.</summary>
    public required EncryptionFormat Format { get; init; }

    /// <summary>Who decrypts; null is QEMU.</summary>
    public EncryptionEngine? Engine { get; init; }

    /// <summary>The passphrases, one for each layer that has its own.</summary>
    public EquatableArray<SecretReference> Secrets { get; init; }
}

/// <summary>A format of encryption.</summary>
public enum EncryptionFormat
{
    /// <summary>Whatever the image's format has; made when the volume is.</summary>
    Default,

    /// <summary>That of qcow and old qcow2, which is broken and no more supported.</summary>
    Qcow,

    /// <summary>LUKS version 1.</summary>
    Luks,

    /// <summary>LUKS version 2, for RBD.</summary>
    [XmlEnum("luks2")]
    Luks2,
}

/// <summary>Who decrypts a disk.</summary>
public enum EncryptionEngine
{
    /// <summary>QEMU's block layer.</summary>
    Qemu,

    /// <summary>The RBD library.</summary>
    [XmlEnum("librbd")]
    LibRbd,
}
