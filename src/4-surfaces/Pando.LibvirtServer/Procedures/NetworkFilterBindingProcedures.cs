using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.NetworkFilters;
using Pando.Model.Xml.NetworkFilters;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The devices of the host that stand behind network filters.</summary>
internal sealed class NetworkFilterBindingProcedures(LibvirtServices services)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectListAllNwfilterBindings, (_, arguments) => All(arguments));
        table.Add(RemoteProgram.NwfilterBindingLookupByPortDev, (_, arguments) => new NwfilterBindingLookupByPortDevRet(Of(Get(arguments.Name))));
        table.Add(RemoteProgram.NwfilterBindingGetXmlDesc, (_, arguments) => Xml(arguments));
        table.Add(RemoteProgram.NwfilterBindingCreateXml, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirNwFilterBindingCreateFlags.Validate);
            return new NwfilterBindingCreateXmlRet(Of(await services.NetworkFilters.BindAsync(FilterBindingXml.Read(arguments.Xml), call.Cancellation)));
        });
        table.Add(RemoteProgram.NwfilterBindingDelete, async (call, arguments) =>
        {
            await services.NetworkFilters.UnbindAsync(Get(arguments.Nwfilter.Portdev).Port, call.Cancellation);
            return Nothing.Value;
        });
    }

    private static RemoteNwfilterBinding Of(FilterBinding binding) => new(binding.Port, binding.Filter.Filter);

    private FilterBinding Get(string port) => services.NetworkFilters.Bindings().FirstOrDefault(binding => binding.Port == port)
        ?? throw new LibvirtRefusal(LibvirtErrorNumber.NoNwfilterBinding, LibvirtErrorDomain.Nwfilter, $"no nwfilter binding for port dev '{port}'");

    private ConnectListAllNwfilterBindingsRet All(ConnectListAllNwfilterBindingsArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var all = services.NetworkFilters.Bindings().Select(Of).ToList();
        return new ConnectListAllNwfilterBindingsRet(arguments.NeedResults != 0 ? all : [], (uint)all.Count);
    }

    private NwfilterBindingGetXmlDescRet Xml(NwfilterBindingGetXmlDescArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        return new NwfilterBindingGetXmlDescRet(FilterBindingXml.Write(Get(arguments.Nwfilter.Portdev)));
    }
}
