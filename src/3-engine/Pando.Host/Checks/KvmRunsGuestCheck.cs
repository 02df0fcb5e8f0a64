using Pando.Host.Accelerators;
using Pando.Linux.Kvm;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Does KVM really run a guest? The only proof there is.</summary>
internal sealed class KvmRunsGuestCheck : IHostCheck
{
    private static readonly Dictionary<KvmVerdict, Finding> Findings = Enum.GetValues<KvmVerdict>().ToDictionary(
        static verdict => verdict,
        static verdict => new Finding(
            $"kvm-runs-guest.{AcceleratorChoice.CodeOf(verdict)}", verdict is KvmVerdict.Usable ? CheckStatus.Pass : CheckStatus.Warn));

    internal static IEnumerable<Finding> AllFindings => Findings.Values;

    public async ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        KvmProbeResult result = await host.Inquiry.KvmAsync(cancellationToken);
        return Findings[result.Verdict].With(("detail", result.Detail));
    }
}
