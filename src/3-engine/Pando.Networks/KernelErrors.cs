using Pando.Linux;
using Pando.Model.Errors;

namespace Pando.Networks;

/// <summary>What the kernel refuses, said of a network.</summary>
internal static class KernelErrors
{
    /// <exception cref="MachineryException"><c>network.kernel-refused</c>.</exception>
    public static void Of(string network, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is SyscallException or IOException or UnauthorizedAccessException)
        {
            throw new MachineryException(
                ErrorCodes.Network.KernelRefused, e, ("network", network), ("what", (e as SyscallException)?.Call ?? "open"), ("reason", e.Message));
        }
    }
}
