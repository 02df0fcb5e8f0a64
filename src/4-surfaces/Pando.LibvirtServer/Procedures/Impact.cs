using Pando.Domains;
using Pando.Libvirt;
using Pando.Model.Domains;

namespace Pando.LibvirtServer.Procedures;

/// <summary>What a call is about: the machine as it runs, its definition, or both (<c>virDomainModificationImpact</c>).</summary>
internal static class Impact
{
    private const uint Both = (uint)(VirDomainModificationImpact.Live | VirDomainModificationImpact.Config);

    /// <summary>What is changed. Refuses flags that are neither these nor among the others that the procedure has.</summary>
    public static ChangeScope Of(uint flags, uint others = 0)
    {
        LibvirtRefusal.UnlessFlags(flags, Both | others);
        var impact = (VirDomainModificationImpact)flags;
        return (impact.HasFlag(VirDomainModificationImpact.Live) ? ChangeScope.Live : ChangeScope.Current)
            | (impact.HasFlag(VirDomainModificationImpact.Config) ? ChangeScope.Config : ChangeScope.Current);
    }

    /// <summary>The definition that is read, and whether it is the one that runs.</summary>
    public static (DomainDefinition Definition, bool Runs) Meant(DomainView view, uint flags, uint others = 0) => Of(flags, others) switch
    {
        ChangeScope.Current => (view.Definition, view.Live is not null),
        ChangeScope.Live => view.Live is { } live ? (live.Definition, true) : throw NotRunning(),
        ChangeScope.Config => (view.Asked ?? throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "transient domains do not have any persistent config"), false),
        _ => throw LibvirtRefusal.InvalidArgument("flags 0x1 and 0x2 exclude each other"),
    };

    /// <summary>What runs; throws where nothing does.</summary>
    public static DomainView RequireRunning(DomainView view) => view.State.HasProcess ? view : throw NotRunning();

    private static LibvirtRefusal NotRunning() => new(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "domain is not running");
}
