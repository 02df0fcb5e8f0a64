using Pando.Model.Domains;

namespace Pando.Model.Xml;

/// <summary>What a domain XML is written with.</summary>
public sealed record DomainXmlOptions
{
    /// <summary>What a caller sees who asked for nothing special: what was asked for, without secrets.</summary>
    public static readonly DomainXmlOptions Default = new();

    /// <summary>Passwords too, as <c>virsh dumpxml --security-info</c>.</summary>
    public bool IncludeSecrets { get; init; }

    /// <summary>What belongs to one run of the machine too: every alias, the ports and terminals in use.</summary>
    public bool Live { get; init; }

    /// <summary>
    /// For clients, which may check it by libvirt's schema: that gives displays no alias, so what only our own next reader needs of one is left out.
    /// </summary>
    public bool ForClients { get; init; }

    /// <summary>The images of the disks, which get their numbers and are shown below each other; only written with <see cref="Live"/>.</summary>
    public EquatableArray<RunningImage> Images { get; init; }

    /// <summary>The number of the run (the <c>id</c> of the domain); only written with <see cref="Live"/>.</summary>
    public int? RunId { get; init; }
}
