using System.Globalization;
using Pando.Model.Domains.Advice;
using Wire = Pando.Api.Advice;

namespace Pando.Rest.Mapping;

/// <summary>Findings in the contract's words.</summary>
internal static class AdviceMapping
{
    public static Wire.DoctorFinding Of(DoctorFinding finding, CultureInfo culture) => new()
    {
        Name = finding.Name,
        Concern = finding.Concern switch
        {
            DoctorConcern.Safety => Wire.DoctorConcern.Safety,
            DoctorConcern.Performance => Wire.DoctorConcern.Performance,
            _ => Wire.DoctorConcern.Room,
        },
        Subject = finding.Subject,
        Message = finding.Message(culture),
        Remedy = finding.Remedy(culture),
        Fixable = finding.Fixable,
    };
}
