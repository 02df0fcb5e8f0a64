namespace Pando.Model.Domains.Devices;

/// <summary>A smart card in a reader on USB.</summary>
public sealed record SmartcardDevice : Device, ICharacterDevice
{
    /// <summary>Where the card is.</summary>
    public required SmartcardMode Mode { get; init; }

    /// <summary>The names of the three certificates of <see cref="SmartcardMode.HostCertificates"/>.</summary>
    public EquatableArray<string> Certificates { get; init; }

    /// <summary>The NSS database that has them; null is /etc/pki/nssdb.</summary>
    public string? Database { get; init; }

    /// <summary>The host's end of <see cref="SmartcardMode.PassThrough"/>; null otherwise.</summary>
    public CharacterBackend? Backend { get; init; }

    /// <inheritdoc/>
    CharacterBackend? ICharacterDevice.HostEnd => Backend;

    /// <inheritdoc/>
    Device ICharacterDevice.WithHostEnd(CharacterBackend backend) => this with { Backend = backend };
}

/// <summary>Where a smart card is.</summary>
public enum SmartcardMode
{
    /// <summary>In a reader of the host.</summary>
    Host,

    /// <summary>Nowhere: it is made of certificates of the host.</summary>
    HostCertificates,

    /// <summary>With a client, who comes by a channel.</summary>
    [System.Xml.Serialization.XmlEnum("passthrough")]
    PassThrough,
}
