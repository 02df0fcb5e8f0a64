using Pando.Host.Files;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Are kvm and the module for this processor there?</summary>
internal sealed class KvmModuleCheck : IHostCheck
{
    private static readonly Finding Loaded = new("kvm-module.loaded", CheckStatus.Pass);
    private static readonly Finding BuiltIn = new("kvm-module.built-in", CheckStatus.Pass);
    private static readonly Finding Unusual = new("kvm-module.unusual", CheckStatus.Warn);
    private static readonly Finding VendorMissing = new("kvm-module.vendor-missing", CheckStatus.Warn);
    private static readonly Finding Missing = new("kvm-module.missing", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> vendors = KvmModules.Vendors(host.Files);
        string needed = CpuInfo.Of(host.Files).KvmModule;
        if (vendors.FirstOrDefault(static name => name is "kvm_intel" or "kvm_amd") is { } vendor)
        {
            return Loaded.Now(("module", vendor));
        }

        if (vendors.Count > 0)
        {
            return Unusual.Now(("module", vendors[0]));
        }

        bool hasKvm = KvmModules.Loaded(host.Files).Count > 0;
        if (!host.IsX86 && (hasKvm || host.Files.Exists("/dev/kvm")))
        {
            return BuiltIn.Now();
        }

        return hasKvm ? VendorMissing.Now(("module", needed)) : Missing.Now(("module", needed));
    }
}
