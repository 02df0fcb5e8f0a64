using System.Globalization;
using Pando.Linux.Users;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Host.Confinement;

/// <summary>What a definition's <c>&lt;seclabel&gt;</c> says to one of the host's drivers.</summary>
internal static class SeclabelChoice
{
    private const string Dac = "dac";

    /// <summary>The element of a driver; one of model "none" is for all of them.</summary>
    public static SeclabelDefinition? Of(DomainDefinition machine, string model) =>
        machine.Seclabels.Items.FirstOrDefault(label => label.Model == model)
        ?? machine.Seclabels.Items.FirstOrDefault(static label => label is { Model: "none", Type: SeclabelType.None });

    /// <summary>What a file's own element says to a driver; one that names no driver says it to all.</summary>
    public static DeviceSeclabel? Of(ConfinedFile file, string model) =>
        file.Labels.Items.FirstOrDefault(label => label.Model == model) ?? file.Labels.Items.FirstOrDefault(static label => label.Model is null);

    /// <summary>
    /// The owner that a file is to have while the machine runs: the one that its own element names, or the machine's user where QEMU opens
    /// it by itself. Null leaves it: what QEMU is handed by descriptor needs no owner.
    /// </summary>
    /// <exception cref="CallerException"><c>confinement.unknown-owner</c>.</exception>
    public static (uint Uid, uint Gid)? OwnerOf(ConfinedFile file, GuestConfinement confinement, string machine) => Of(file, Dac) switch
    {
        { Relabel: false } => null,
        { Model: Dac, Label: { } label } => Parse(label, machine),
        _ => file.OpenedByQemu && confinement is { Uid: { } uid, Gid: { } gid } ? (uid, gid) : null,
    };

    /// <summary>The user that <c>model='dac'</c> names: <c>+107:+107</c>, <c>libvirt-qemu:kvm</c>.</summary>
    /// <exception cref="CallerException"><c>confinement.unknown-owner</c>.</exception>
    public static GuestConfinement Owner(DomainDefinition machine, GuestConfinement confinement)
    {
        if (Of(machine, Dac) is not { Type: SeclabelType.Static, Label: { } label })
        {
            return confinement;
        }

        (uint uid, uint gid) = Parse(label, machine.Name);
        return confinement with { Uid = uid, Gid = gid };
    }

    private static (uint Uid, uint Gid) Parse(string label, string machine)
    {
        string[] parts = label.Split(':');
        uint? uid = Number(parts[0]) ?? UserDatabase.FindUser(parts[0])?.Uid;
        uint? gid = parts.Length > 1 ? Number(parts[1]) ?? UserDatabase.FindGroup(parts[1])?.Gid : UserDatabase.FindUser(parts[0])?.Gid;
        return uid is { } user && gid is { } group && parts.Length <= 2
            ? (user, group)
            : throw new CallerException(ErrorCodes.Confinement.UnknownOwner, ("name", machine), ("label", label));
    }

    private static uint? Number(string text) =>
        uint.TryParse(text.TrimStart('+'), NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;
}
