using Pando.Host.Files;
using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Host.Confinement.Selinux;

/// <summary>The SELinux contexts of a machine: of its process, and of the files that it is handed (sVirt).</summary>
internal sealed class SelinuxLabels(HostFiles files, SelinuxPolicy policy)
{
    /// <summary>The attribute that holds a file's context.</summary>
    public const string Attribute = "security.selinux";

    /// <summary>The confinement with the machine's contexts in it, or with the word for why it has none.</summary>
    public GuestConfinement Choose(ConfinementOrder order, GuestConfinement confinement, IEnumerable<string?> contextsInUse)
    {
        if (policy is not { ProcessContext: { } process, ImageContext: { } image })
        {
            return confinement.Without("selinux.no-policy");
        }

        if (order.Definition.Type == DomainType.Qemu && policy.TranslatedProcessContext is { } translated)
        {
            process = translated;
        }

        string categories = SelinuxCategories.Choose(order.Definition.Id, SelinuxCategories.Taken(files, contextsInUse));
        string context = $"{process}:{categories}";
        return !policy.IsPermissive && !policy.MayBecome(context)
            ? confinement.Without("selinux.no-transition")
            : confinement with
            {
                SelinuxContext = context,
                SelinuxImageContext = $"{image}:{categories}",
                SelinuxPermissive = policy.IsPermissive,
            };
    }

    /// <summary>The context of a file of the machine: its own, one that machines share, or one that they all only read.</summary>
    public string? ContextOf(ConfinedFile file, GuestConfinement confinement) => file.Use switch
    {
        FileUse.Write => confinement.SelinuxImageContext,
        FileUse.SharedWrite => policy.ImageContext,
        _ => policy.SharedContext,
    };
}
