using Pando.Domains.Driving;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Guests;

/// <summary>What QEMU can be asked of, whatever its guest does: one that is paused, asleep or off is asked too.</summary>
internal static class AnsweringGuest
{
    /// <summary>Throws <c>domain.not-running</c>, <c>domain.is-starting</c>, <c>domain.not-answering</c>….</summary>
    public static RunningGuest Of(DomainDriver driver)
    {
        var (view, guest) = (driver.View, driver.Guest);
        if (guest is { IsRecorded: true } && view.State.NotAnsweringSince is null)
        {
            return guest;
        }
        var code = guest switch
        {
            { IsRecorded: true } => ErrorCodes.Domain.NotAnswering,
            { IsRecorded: false } => ErrorCodes.Domain.RecordUnreadable,
            null => view.State.Phase == DomainPhase.Starting ? ErrorCodes.Domain.IsStarting : ErrorCodes.Domain.NotRunning,
        };
        throw new CallerException(code, ("name", view.Name), ("since", $"{view.State.NotAnsweringSince:yyyy-MM-dd HH:mm:ss}"));
    }
}
