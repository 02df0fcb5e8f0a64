using System.Globalization;
using Pando.Linux.Users;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Host.Confinement;

/// <summary>What a definition's <c>&lt;seclabel&gt;</c> says to one of the host's drivers.</summary>
internal static class SeclabelChoice
{
    /// <summary>The element of a driver; one of model "none" is for all of them.</summary>
    public static SeclabelDefinition? Of(DomainDefinition machine, string model) =>
        machine.Seclabels.Items.FirstOrDefault(label => label.Model == model)
        ?? machine.Seclabels.Items.FirstOrDefault(static label => label is { Model: "none", Type: SeclabelType.None });

    /// <summary>The user that <c>model='dac'</c> names: <c>+107:+107</c>, <c>libvirt-qemu:kvm</c>.</summary>
    /// <exception cref="CallerException"><c>confinement.unknown-owner</c>.</exception>
    public static GuestConfinement Owner(DomainDefinition machine, GuestConfinement confinement)
    {
        if (Of(machine, "dac") is not { Type: SeclabelType.Static, Label: { } label })
        {
            return confinement;
        }

        string[] parts = label.Split(':');
        uint? uid = Number(parts[0]) ?? UserDatabase.FindUser(parts[0])?.Uid;
        uint? gid = parts.Length > 1 ? Number(parts[1]) ?? UserDatabase.FindGroup(parts[1])?.Gid : UserDatabase.FindUser(parts[0])?.Gid;
        return uid is null || gid is null || parts.Length > 2
            ? throw new CallerException(ErrorCodes.Confinement.UnknownOwner, ("name", machine.Name), ("label", label))
            : confinement with { Uid = uid, Gid = gid };
    }

    private static uint? Number(string text) =>
        uint.TryParse(text.TrimStart('+'), NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;
}
