using System.Globalization;
using Pando.GuestAgent;
using Pando.Model.Errors;

namespace Pando.Domains.Agents;

/// <summary>Which processors a guest uses: what is to change, from what it says it uses now.</summary>
internal static class GuestVcpuChange
{
    /// <summary>The change to so many: the last that the guest can do without go, the first that it does not use come.</summary>
    public static IReadOnlyList<GuestVcpu> ToCount(IReadOnlyList<GuestVcpu> now, int count)
    {
        var online = now.Count(vcpu => vcpu.Online);
        if (count < 1 || count > now.Count)
        {
            throw Invalid(count.ToString(CultureInfo.InvariantCulture), now.Count);
        }
        if (count > online)
        {
            return [.. now.Where(vcpu => !vcpu.Online).Take(count - online).Select(vcpu => vcpu with { Online = true })];
        }
        var leaving = now.Where(vcpu => vcpu is { Online: true, CanOffline: not false }).Reverse().Take(online - count).ToList();
        return leaving.Count == online - count
            ? [.. leaving.Select(vcpu => vcpu with { Online = false })]
            : throw Invalid(count.ToString(CultureInfo.InvariantCulture), now.Count);
    }

    /// <summary>The change of some by their numbers; one that is named twice or unknown is refused.</summary>
    public static IReadOnlyList<GuestVcpu> Of(IReadOnlyList<GuestVcpu> now, IReadOnlyList<long> online, IReadOnlyList<long> offline)
    {
        var change = new List<GuestVcpu>();
        foreach (var (id, wanted) in online.Select(id => (id, true)).Concat(offline.Select(id => (id, false))))
        {
            var vcpu = now.FirstOrDefault(vcpu => vcpu.LogicalId == id);
            if (vcpu is null || change.Any(changed => changed.LogicalId == id) || (!wanted && vcpu.CanOffline == false))
            {
                throw Invalid(id.ToString(CultureInfo.InvariantCulture), now.Count);
            }
            change.Add(vcpu with { Online = wanted });
        }
        return change;
    }

    private static CallerException Invalid(string value, int known) =>
        new(ErrorCodes.Request.Invalid, ("what", "vcpus"), ("reason", $"{value} / {known}"));
}
