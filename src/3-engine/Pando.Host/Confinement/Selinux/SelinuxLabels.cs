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

        SeclabelDefinition? wish = SeclabelChoice.Of(order.Definition, "selinux");
        if (wish is { Type: SeclabelType.None })
        {
            return confinement.Without("label.definition");
        }

        if (order.Definition.Type == DomainType.Qemu && policy.TranslatedProcessContext is { } translated)
        {
            process = translated;
        }

        string context = wish is { Type: SeclabelType.Static, Label: { } label }
            ? label
            : $"{wish?.BaseLabel ?? process}:{SelinuxCategories.Choose(order.Definition.Id, SelinuxCategories.Taken(files, contextsInUse))}";
        string ownImage = SelinuxCategories.Of(context) is { } categories ? $"{image}:{categories}" : image;
        return !policy.IsPermissive && !policy.MayBecome(context)
            ? confinement.Without("selinux.no-transition")
            : confinement with
            {
                SelinuxContext = context,
                SelinuxImageContext = wish is { Relabel: false } ? null : wish?.ImageLabel ?? ownImage,
                SelinuxPermissive = policy.IsPermissive,
            };
    }

    /// <summary>The context of a file of the machine: its own, one that machines share, or one that they all only read; null leaves it as it is.</summary>
    public string? ContextOf(ConfinedFile file, GuestConfinement confinement)
    {
        if (confinement.SelinuxImageContext is null || SeclabelChoice.Of(file, "selinux") is { Relabel: false })
        {
            return null;
        }

        return SeclabelChoice.Of(file, "selinux")?.Label ?? file.Use switch
        {
            FileUse.Write => confinement.SelinuxImageContext,
            FileUse.SharedWrite => policy.ImageContext,
            _ => policy.SharedContext,
        };
    }
}
