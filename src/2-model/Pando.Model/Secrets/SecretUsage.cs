using System.Xml.Serialization;

namespace Pando.Model.Secrets;

/// <summary>What a secret is for.</summary>
/// <param name="Kind">The kind of thing.</param>
/// <param name="Name">Which one; no other secret of this kind has the name.</param>
public sealed record SecretUsage(SecretUsageKind Kind, string Name);

/// <summary>The kinds of things that secrets are for; the words are libvirt's.</summary>
public enum SecretUsageKind
{
    /// <summary>The passphrase of an encrypted image, named by its path.</summary>
    [XmlEnum("volume")]
    Volume,

    /// <summary>A key for Ceph.</summary>
    [XmlEnum("ceph")]
    Ceph,

    /// <summary>The password of an iSCSI target.</summary>
    [XmlEnum("iscsi")]
    Iscsi,

    /// <summary>The passphrase of a private key.</summary>
    [XmlEnum("tls")]
    Tls,

    /// <summary>The passphrase of an emulated TPM's memory.</summary>
    [XmlEnum("vtpm")]
    Vtpm,
}
