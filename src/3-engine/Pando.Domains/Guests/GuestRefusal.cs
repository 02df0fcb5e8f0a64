using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Guests;

/// <summary>Why a guest cannot be asked anything now; the same names as the table of requests has.</summary>
internal static class GuestRefusal
{
    /// <summary>Null while the guest runs and its QEMU answers.</summary>
    public static CallerException? Of(DomainView view)
    {
        var code = RequestTable.Refusal(view.State.Phase, new ShutdownRequest(), view.Persistent, view.State.NotAnsweringSince is null);
        return code is null ? null : new CallerException(code.Value, ("name", view.Name), ("since", $"{view.State.NotAnsweringSince:yyyy-MM-dd HH:mm:ss}"));
    }
}
