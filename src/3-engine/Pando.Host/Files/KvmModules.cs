namespace Pando.Host.Files;

/// <summary>The kernel's KVM modules.</summary>
internal static class KvmModules
{
    /// <summary>Those that drive a kind of processor, whatever it is: kvm_intel, kvm_amd, kvm_pvm.</summary>
    public static IReadOnlyList<string> Vendors(HostFiles files) =>
        [.. Loaded(files).Where(static name => name.StartsWith("kvm_", StringComparison.Ordinal))];

    /// <summary>kvm itself and its vendors' modules. One that is built in shows here too where it has parameters.</summary>
    public static IReadOnlyList<string> Loaded(HostFiles files) =>
        [.. files.Names("/sys/module").Where(static name => name is "kvm" || name.StartsWith("kvm_", StringComparison.Ordinal))];
}
