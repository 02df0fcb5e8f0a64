using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Machines by what the wire says of them, and the other way round.</summary>
internal sealed class DomainLookup(IDomains domains)
{
    /// <summary>By uuid, as libvirt does: names may change meanwhile. Throws <c>VIR_ERR_NO_DOMAIN</c>.</summary>
    public DomainView Get(RemoteDomain domain) =>
        Find(domain.Uuid) ?? throw Missing($"no domain with matching uuid '{domain.Uuid}' ({domain.Name})");

    /// <summary>The same where no name is known.</summary>
    public DomainView Get(Guid uuid) => Find(uuid) ?? throw Missing($"no domain with matching uuid '{uuid}'");

    /// <summary>By name alone.</summary>
    public DomainView Get(string name) =>
        domains.Find(name) is { } view && view.Name == name ? view : throw Missing($"no domain with matching name '{name}'");

    /// <summary>By the number of its run.</summary>
    public DomainView Get(int number) =>
        domains.List().FirstOrDefault(view => view.Live?.Number == number) ?? throw Missing($"no domain with matching id {number}");

    /// <summary>Has a machine do something, and waits until it is done; a client that leaves ends its waiting alone.</summary>
    public async ValueTask<Nothing> AskAsync(Call call, RemoteDomain domain, DomainRequest request)
    {
        await domains.Request(Get(domain).Id, request, call.By).Completion.WaitAsync(call.Cancellation);
        return Nothing.Value;
    }

    /// <summary>What the wire says of a machine.</summary>
    public static RemoteDomain Of(DomainView view) => new(view.Name, view.Id.Value, view.Live?.Number ?? -1);

    private DomainView? Find(Guid uuid) => domains.Find(new DomainId(uuid).ToString()) is { } view && view.Id.Value == uuid ? view : null;

    private static LibvirtRefusal Missing(string message) => new(LibvirtErrorNumber.NoDomain, LibvirtErrorDomain.Qemu, message);
}
