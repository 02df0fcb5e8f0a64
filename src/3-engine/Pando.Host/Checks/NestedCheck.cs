using Pando.Host.Files;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Is hardware virtualization passed on to machines?</summary>
internal sealed class NestedCheck : IHostCheck
{
    private static readonly Finding On = new("nested.on", CheckStatus.Pass);
    private static readonly Finding Off = new("nested.off", CheckStatus.Warn);
    private static readonly Finding Unavailable = new("nested.unavailable", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        foreach (string module in KvmModules.Vendors(host.Files))
        {
            switch (host.Files.Text($"/sys/module/{module}/parameters/nested"))
            {
                case "1" or "Y" or "y":
                    return On.Now();
                case "0" or "N" or "n":
                    return Off.Now(("module", module));
            }
        }

        return Unavailable.Now();
    }
}
