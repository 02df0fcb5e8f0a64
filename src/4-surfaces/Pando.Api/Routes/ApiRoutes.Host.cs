namespace Pando.Api.Routes;

/// <summary>The host itself.</summary>
public static partial class ApiRoutes
{
    /// <summary>GET: <see cref="Host.HostFacts"/>.</summary>
    public const string Host = Prefix + "/host";

    /// <summary>GET: <see cref="Host.HostCheckReport"/>.</summary>
    public const string HostCheck = Host + "/check";

    /// <summary>GET: <see cref="Host.HostUsage"/>.</summary>
    public const string HostUsage = Host + "/usage";

    /// <summary>GET <c>?type=</c>: <see cref="Host.CpuModelFacts"/>[], by name.</summary>
    public const string CpuModels = Host + "/cpu-models";

    /// <summary>GET: libvirt's capabilities, as XML.</summary>
    public const string Capabilities = Host + "/capabilities";

    /// <summary>GET <c>?type= machine= architecture= emulator=</c>: libvirt's domainCapabilities, as XML.</summary>
    public const string DomainCapabilities = Host + "/domain-capabilities";

    /// <summary>GET: the host's sysinfo as libvirt has it, as XML.</summary>
    public const string HostInformation = Host + "/sysinfo";

    /// <summary>POST <c>?hypervisor= type= machine= architecture= emulator= validate=</c> XML that describes a processor: <see cref="Host.CpuComparison"/>.</summary>
    public const string CpuComparison = Host + "/cpu-comparison";

    /// <summary>POST <c>?hypervisor= type= machine= architecture= emulator= features= migratable=</c> XML that describes processors: what all of them have, as XML.</summary>
    public const string CpuBaseline = Host + "/cpu-baseline";

    /// <summary>GET: <see cref="Host.HostMemory"/>.</summary>
    public const string HostMemory = Host + "/memory";

    /// <summary>PUT <see cref="Host.MergedPagesRequest"/>: <see cref="Host.HostMemory"/>.</summary>
    public const string MergedPages = HostMemory + "/merged-pages";

    /// <summary>PUT <see cref="Host.HugePagesRequest"/>: <see cref="Host.HostMemory"/>, with as many as the kernel found.</summary>
    public const string HugePages = HostMemory + "/huge-pages";

    /// <summary>GET: <see cref="Host.HostNetwork"/>.</summary>
    public const string HostNetwork = Host + "/network";

    /// <summary>POST <see cref="Host.HostNetworkChangeRequest"/>: <see cref="Host.HostNetworkPending"/>, in force until it is confirmed or taken back.</summary>
    public const string HostNetworkChanges = HostNetwork + "/changes";

    /// <summary>POST: <see cref="Host.HostNetworkPending"/>, which is for good then.</summary>
    public const string HostNetworkConfirm = HostNetwork + "/confirm";

    /// <summary>POST: <see cref="Host.HostNetworkPending"/>, which was taken back.</summary>
    public const string HostNetworkRevert = HostNetwork + "/revert";

    /// <summary>GET: <see cref="Host.OperatingSystemFacts"/>[], by short name.</summary>
    public const string OperatingSystems = Prefix + "/operating-systems";

    /// <summary>GET: <see cref="Host.OperatingSystemFacts"/>.</summary>
    public const string OperatingSystem = OperatingSystems + "/{system}";
}
