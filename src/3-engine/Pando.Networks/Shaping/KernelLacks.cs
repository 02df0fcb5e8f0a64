using Pando.Linux;

namespace Pando.Networks.Shaping;

/// <summary>How a kernel says that it has no part of that kind.</summary>
internal static class KernelLacks
{
    /// <summary>Whether it is one of the parts that limits are made of: htb, ifb, ingress, u32, mirred.</summary>
    public static bool TrafficControl(SyscallException refusal) => refusal.Errno is Errno.ENOENT or Errno.EOPNOTSUPP;
}
