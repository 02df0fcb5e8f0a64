using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.NetworkFilters;
using Pando.Model.Xml.NetworkFilters;
using Pando.Networks.Filters;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The network filters.</summary>
internal sealed class NetworkFilterProcedures(LibvirtServices services)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectNumOfNwfilters, (_, _) => new ConnectNumOfNwfiltersRet(services.NetworkFilters.List().Count));
        table.Add(RemoteProgram.ConnectListNwfilters, (_, arguments) =>
            new ConnectListNwfiltersRet([.. services.NetworkFilters.List().Select(view => view.Name).Take(arguments.Maxnames)]));
        table.Add(RemoteProgram.ConnectListAllNwfilters, (_, arguments) => All(arguments));
        table.Add(RemoteProgram.NwfilterLookupByName, (_, arguments) => new NwfilterLookupByNameRet(Of(ByName(arguments.Name))));
        table.Add(RemoteProgram.NwfilterLookupByUuid, (_, arguments) => new NwfilterLookupByUuidRet(Of(ByUuid(arguments.Uuid))));
        table.Add(RemoteProgram.NwfilterGetXmlDesc, (_, arguments) => Xml(arguments));
        table.Add(RemoteProgram.NwfilterDefineXml, async (call, arguments) => new NwfilterDefineXmlRet(await DefineAsync(call, arguments.Xml)));
        table.Add(RemoteProgram.NwfilterDefineXmlFlags, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirNwFilterDefineFlags.Validate);
            return new NwfilterDefineXmlFlagsRet(await DefineAsync(call, arguments.Xml));
        });
        table.Add(RemoteProgram.NwfilterUndefine, async (call, arguments) =>
        {
            await services.NetworkFilters.UndefineAsync(ByUuid(arguments.Nwfilter.Uuid).Id, null, call.By, call.Cancellation);
            return Nothing.Value;
        });
    }

    private static RemoteNwfilter Of(NetworkFilterView view) => new(view.Name, view.Id.Value);

    private static LibvirtRefusal Missing(string message) => new(LibvirtErrorNumber.NoNwfilter, LibvirtErrorDomain.Nwfilter, message);

    private ConnectListAllNwfiltersRet All(ConnectListAllNwfiltersArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var all = services.NetworkFilters.List().Select(Of).ToList();
        return new ConnectListAllNwfiltersRet(arguments.NeedResults != 0 ? all : [], (uint)all.Count);
    }

    private NwfilterGetXmlDescRet Xml(NwfilterGetXmlDescArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        return new NwfilterGetXmlDescRet(NetworkFilterXml.Write(ByUuid(arguments.Nwfilter.Uuid).Definition));
    }

    private async Task<RemoteNwfilter> DefineAsync(Call call, string xml) =>
        Of(await services.NetworkFilters.DefineAsync(xml, null, call.By, cancellationToken: call.Cancellation));

    private NetworkFilterView ByName(string name) => services.NetworkFilters.Find(name) is { } view && view.Name == name
        ? view
        : throw Missing($"no nwfilter with matching name '{name}'");

    private NetworkFilterView ByUuid(Guid uuid) => services.NetworkFilters.Find(new NetworkFilterId(uuid).ToString()) is { } view && view.Id.Value == uuid
        ? view
        : throw Missing($"no nwfilter with matching uuid '{uuid}'");
}
